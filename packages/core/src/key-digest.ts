import { LONGEST_NUMBER, putInt } from './ascii.js';
import type { Dictionary } from './dictionary.js';
import { grown } from './growable.js';
import { LineDigest } from './line-digest.js';
import { NameBytes } from './per-name.js';

const COMMA = 44;
const NEWLINE = 10;

/**
 * A digest of the keys of units that does not depend on their order: the sum, modulo 2⁶⁴, of the FNV-1a-64 hash of each key's line,
 * `time,name,name,…` with its newline.
 */
export class KeyDigest {
  readonly #digest = new LineDigest();
  readonly #names: readonly NameBytes[];
  #line = new Uint8Array(1024);

  /** @param columns the dictionary of each column of the key after its time. */
  constructor(columns: readonly Dictionary[]) {
    this.#names = columns.map((names) => new NameBytes(names));
  }

  /** Adds the keys of the first `length` units. */
  add(time: Int32Array, ids: readonly Int32Array[], length: number): void {
    this.#refresh();
    for (let unit = 0; unit < length; unit++) {
      let at = putInt(this.#line, 0, time[unit] as number);
      for (let column = 0; column < ids.length; column++)
        at = this.#putName(at, column, (ids[column] as Int32Array)[unit] as number);
      this.#endLine(at);
    }
  }

  /** Adds the key of one unit. */
  addOne(time: number, ids: readonly number[]): void {
    this.#refresh();
    let at = putInt(this.#line, 0, time);
    for (let column = 0; column < ids.length; column++) at = this.#putName(at, column, ids[column] as number);
    this.#endLine(at);
  }

  /** As 16 hexadecimal digits. */
  toString(): string {
    return this.#digest.toString();
  }

  /** Takes in new names, and makes room for the longest line. */
  #refresh(): void {
    let length = LONGEST_NUMBER + 1;
    for (const names of this.#names) {
      names.refresh();
      length += 1 + names.longest;
    }
    this.#line = grown(this.#line, length);
  }

  #endLine(at: number): void {
    this.#line[at] = NEWLINE;
    this.#digest.addBytes(this.#line, at + 1);
  }

  #putName(at: number, column: number, id: number): number {
    this.#line[at] = COMMA;
    return (this.#names[column] as NameBytes).put(this.#line, at + 1, id);
  }
}
