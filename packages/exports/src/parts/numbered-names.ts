import { Dictionary, OncePerId, utf8 } from '@cmsc/core';
import type { ExportFiles } from '../export-format.js';

/** Numbers names in the order in which they are first asked for, from 0 on: the ids that an export writes. */
export class NumberedNames {
  /** The names, by number. */
  readonly list: Dictionary;
  readonly #numbers: OncePerId;

  /**
   * `nameOf` says under which name a name of the dictionary is numbered. Those that share a `list` share their numbers,
   * for columns that have dictionaries of their own.
   */
  constructor(names: Dictionary, nameOf: (name: string) => string = (name) => name, list = new Dictionary()) {
    this.#numbers = new OncePerId((id) => list.intern(nameOf(names.name(id))));
    this.list = list;
  }

  /** The number of the name `id`. */
  numberOf(id: number): number {
    return this.#numbers.of(id);
  }
}

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

/** Opcodes of the pickle machine (PEP 307, pickletools): all that a list of strings needs. */
const PROTO = 0x80;
const EMPTY_LIST = 0x5d;
const MARK = 0x28;
const BINUNICODE = 0x58;
const APPENDS = 0x65;
const STOP = 0x2e;

/**
 * A list of strings as Python pickles it (protocol 2): `pickle.load` of Python 2.3 and later gives it back.
 *
 * @param names valid Unicode, each shorter than 4 GiB.
 */
export function pickleStrings(names: readonly string[]): Uint8Array {
  const texts = names.map((name) => utf8(name));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length + 5, 6));
  const view = new DataView(bytes.buffer);
  bytes.set([PROTO, 2, EMPTY_LIST, MARK]);
  let at = 4;
  for (const text of texts) {
    bytes[at] = BINUNICODE;
    view.setUint32(at + 1, text.length, true);
    bytes.set(text, at + 5);
    at += 5 + text.length;
  }
  bytes.set([APPENDS, STOP], at);
  return bytes;
}
