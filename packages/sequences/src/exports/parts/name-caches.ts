import { Dictionary } from '@cmsc/core';
import type { LineBuffer } from './line-buffer.js';

const encoder = new TextEncoder();

/** What an export writes for each name of a dictionary, as bytes: worked out once a name, not once a row. */
export class NameBytes {
  readonly #names: Dictionary;
  readonly #textOf: (name: string) => string;
  #bytes = new Uint8Array(1 << 12);
  #ends = new Int32Array(256);
  #size = 0;

  /** `textOf` says what stands for a name: the name itself when it is left away. */
  constructor(names: Dictionary, textOf: (name: string) => string = (name) => name) {
    this.#names = names;
    this.#textOf = textOf;
  }

  /** Takes in the names that have come up since the last call. */
  refresh(): void {
    for (; this.#size < this.#names.size; this.#size++)
      this.#add(encoder.encode(this.#textOf(this.#names.name(this.#size))));
  }

  /** Appends the text of the name `id`, which was there at the last refresh. */
  put(lines: LineBuffer, id: number): void {
    lines.copy(this.#bytes, id === 0 ? 0 : this.#ends[id - 1]!, this.#ends[id]!);
  }

  #add(text: Uint8Array): void {
    const start = this.#size === 0 ? 0 : this.#ends[this.#size - 1]!;
    if (this.#size === this.#ends.length) {
      const ends = new Int32Array(this.#ends.length * 2);
      ends.set(this.#ends);
      this.#ends = ends;
    }
    if (start + text.length > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(start + text.length, this.#bytes.length * 2));
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    this.#bytes.set(text, start);
    this.#ends[this.#size] = start + text.length;
  }
}

/** A number for each name of a dictionary that depends on nothing but the name. */
export class NameFacts {
  /** By id, for all names that were there at the last refresh. */
  values = new Int32Array(256);
  /** Whether the number of any name so far is not 0. */
  any = false;
  readonly #names: Dictionary;
  readonly #factOf: (name: string) => number;
  #size = 0;

  constructor(names: Dictionary, factOf: (name: string) => number) {
    this.#names = names;
    this.#factOf = factOf;
  }

  /** Takes in the names that have come up since the last call. */
  refresh(): void {
    if (this.#names.size > this.values.length) this.values = widened(this.values, this.#names.size);
    for (; this.#size < this.#names.size; this.#size++) {
      const fact = this.#factOf(this.#names.name(this.#size));
      this.values[this.#size] = fact;
      if (fact !== 0) this.any = true;
    }
  }
}

/** Numbers names in the order in which they are first asked for, from 0 on: the ids that an export writes. */
export class NumberedNames {
  /** The names, by number. */
  readonly list: Dictionary;
  readonly #names: Dictionary;
  readonly #nameOf: (name: string) => string;
  /** Number + 1 by id, 0 for those not asked for yet. */
  #numbers = new Int32Array(256);

  /**
   * `nameOf` says under which name a name of the dictionary is numbered. Those that share a `list` share their numbers,
   * for columns that have dictionaries of their own.
   */
  constructor(names: Dictionary, nameOf: (name: string) => string = (name) => name, list = new Dictionary()) {
    this.#names = names;
    this.#nameOf = nameOf;
    this.list = list;
  }

  /** The number of the name `id`. */
  numberOf(id: number): number {
    if (id >= this.#numbers.length) this.#numbers = widened(this.#numbers, id + 1);
    const known = this.#numbers[id]!;
    if (known > 0) return known - 1;
    const number = this.list.intern(this.#nameOf(this.#names.name(id)));
    this.#numbers[id] = number + 1;
    return number;
  }
}

function widened(values: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(size, values.length * 2));
  larger.set(values);
  return larger;
}
