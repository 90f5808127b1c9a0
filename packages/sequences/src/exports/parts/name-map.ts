import type { Dictionary } from '@cmsc/core';
import type { ExportFiles } from '../export-format.js';
import { pickleStrings } from './pickle.js';

const encoder = new TextEncoder();

/** Writes what ids stand for: `NAME.pkl`, a pickled list of the names by id, and `NAME.txt`, the same as text, id n in line n + 1. */
export function writeNameMap(files: ExportFiles, name: string, names: Dictionary): void {
  files.file(`${name}.pkl`).copy(pickleStrings(names.names()));
  files.close(`${name}.pkl`);
  const text = files.file(`${name}.txt`);
  for (const entry of names.names()) {
    text.copy(encoder.encode(entry));
    text.endLine();
  }
  files.close(`${name}.txt`);
}
