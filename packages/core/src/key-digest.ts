import { LONGEST_NUMBER, putInt } from './ascii.js';
import type { Dictionary } from './dictionary.js';
import { LineDigest } from './line-digest.js';
import { LineHash } from './line-hash.js';
import { NameBytes } from './per-name.js';

const NEWLINE = Uint8Array.of(10);

/**
 * A digest of the keys of units that does not depend on their order: the sum, modulo 2⁶⁴, of the FNV-1a-64 hash of each key's line,
 * `time,name,name,…` with its newline.
 */
export class KeyDigest {
  readonly #digest = new LineDigest();
  readonly #hash = new LineHash();
  /** Of what all lines of {@link #time} begin with. */
  readonly #hashOfTime = new LineHash();
  readonly #names: readonly NameBytes[];
  readonly #number = new Uint8Array(LONGEST_NUMBER);
  #time = NaN;

  /** @param columns the dictionary of each column of the key after its time. */
  constructor(columns: readonly Dictionary[]) {
    this.#names = columns.map((names) => new NameBytes(names, (name) => `,${name}`));
  }

  /** Adds the keys of the first `length` units. */
  add(time: Int32Array, ids: readonly Int32Array[], length: number): void {
    for (const names of this.#names) names.refresh();
    for (let unit = 0; unit < length; unit++) {
      this.#begin(time[unit] as number);
      for (let column = 0; column < ids.length; column++)
        (this.#names[column] as NameBytes).hash(this.#hash, (ids[column] as Int32Array)[unit] as number);
      this.#end();
    }
  }

  /** Adds the key of one unit. */
  addOne(time: number, ids: readonly number[]): void {
    this.#begin(time);
    this.#names.forEach((names, column) => {
      names.refresh();
      names.hash(this.#hash, ids[column] as number);
    });
    this.#end();
  }

  /** As 16 hexadecimal digits. */
  toString(): string {
    return this.#digest.toString();
  }

  #begin(time: number): void {
    if (time !== this.#time) {
      this.#hashOfTime.start();
      this.#hashOfTime.take(this.#number, 0, putInt(this.#number, 0, time));
      this.#time = time;
    }
    this.#hash.copy(this.#hashOfTime);
  }

  #end(): void {
    this.#hash.take(NEWLINE, 0, 1);
    this.#digest.addHash(this.#hash);
  }
}
