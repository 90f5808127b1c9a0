import type { Dictionary } from '@cmsc/core';
import type { ExportFiles } from '../export-format.js';
import { pickleStrings } from './pickle.js';

/** What would not be one line of text, or could be taken for a name that stands in quotes. */
const NO_LINE = /^"|[\u0000-\u001f]/;

/**
 * Writes what ids stand for: `NAME.pkl`, a pickled list of the names by id, and `NAME.txt`, the same as text, id n in line
 * n + 1. A name with a line break or another control character in it stands there as a string of JSON.
 */
export function writeNameMap(files: ExportFiles, name: string, names: Dictionary): void {
  files.file(`${name}.pkl`).copy(pickleStrings(names.names()));
  files.close(`${name}.pkl`);
  const text = files.file(`${name}.txt`);
  for (const entry of names.names()) {
    text.text(NO_LINE.test(entry) ? JSON.stringify(entry) : entry);
    text.endLine();
  }
  files.close(`${name}.txt`);
}
