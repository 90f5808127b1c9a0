import { putBytes } from './ascii.js';
import type { Dictionary } from './dictionary.js';
import { grown } from './arrays.js';
import type { LineHash } from './line-hash.js';
import { utf8 } from './text.js';

/** A number for each name of a dictionary that depends on nothing but the name: worked out once a name, not once a row. */
export class PerName {
  readonly #names: Dictionary;
  readonly #valueOf: (name: string) => number;
  #values = new Int32Array(1024);
  #known = 0;
  #any = false;

  /** `valueOf` gives the 32-bit integer of a name. */
  constructor(names: Dictionary, valueOf: (name: string) => number) {
    this.#names = names;
    this.#valueOf = valueOf;
  }

  /** The numbers by id, of all names that there were at the last refresh. */
  get values(): Int32Array {
    return this.#values;
  }

  /** Whether one of them is not 0. */
  get any(): boolean {
    return this.#any;
  }

  /** Takes in the names that have come up since the last call, and gives {@link values}. */
  refresh(): Int32Array {
    const { size } = this.#names;
    this.#values = grown(this.#values, size);
    for (; this.#known < size; this.#known++) {
      const value = this.#valueOf(this.#names.name(this.#known));
      this.#values[this.#known] = value;
      if (value !== 0) this.#any = true;
    }
    return this.#values;
  }
}

/** Makes any number that is kept above 0, also −1. */
const KNOWN = 2;

/** A number for each dense id, worked out when it is asked for the first time: not for all ids, or in the order of asking. */
export class OncePerId {
  readonly #valueOf: (id: number) => number;
  /** 0 for an id that was not asked for, else its number + {@link KNOWN}. */
  #known = new Int32Array(256);

  /** @param valueOf the number of an id: −1 or more. */
  constructor(valueOf: (id: number) => number) {
    this.#valueOf = valueOf;
  }

  /** The number of `id`. */
  of(id: number): number {
    if (id >= this.#known.length) this.#known = grown(this.#known, id + 1);
    const known = this.#known[id] as number;
    if (known !== 0) return known - KNOWN;
    const value = this.#valueOf(id);
    this.#known[id] = value + KNOWN;
    return value;
  }
}

/** The bytes of what is written for each name of a dictionary: encoded once a name, not once a row. */
export class NameBytes {
  readonly #names: Dictionary;
  readonly #textOf: (name: string) => string;
  #bytes = new Uint8Array(1 << 12);
  /** The text of name `id` lies from `#starts[id]` up to, without, `#starts[id + 1]`. */
  #starts = new Int32Array(256);
  #size = 0;
  #longest = 0;

  /** `textOf` says what stands for a name: the name itself when it is left away. */
  constructor(names: Dictionary, textOf: (name: string) => string = (name) => name) {
    this.#names = names;
    this.#textOf = textOf;
  }

  /** Bytes of the longest text so far. */
  get longest(): number {
    return this.#longest;
  }

  /** Takes in the names that have come up since the last call. */
  refresh(): void {
    for (; this.#size < this.#names.size; this.#size++)
      this.#add(utf8(this.#textOf(this.#names.name(this.#size))));
  }

  /** Writes the text of the name `id`, which was there at the last refresh, to `bytes` from `at` on. Returns where it ends. */
  put(bytes: Uint8Array, at: number, id: number): number {
    return putBytes(bytes, at, this.#bytes, this.#starts[id] as number, this.#starts[id + 1] as number);
  }

  /** Has a hash take the text of the name `id`, which was there at the last refresh. */
  hash(hash: LineHash, id: number): void {
    hash.take(this.#bytes, this.#starts[id] as number, this.#starts[id + 1] as number);
  }

  #add(text: Uint8Array): void {
    const start = this.#starts[this.#size] as number;
    const end = start + text.length;
    this.#bytes = grown(this.#bytes, end);
    this.#starts = grown(this.#starts, this.#size + 2);
    this.#bytes.set(text, start);
    this.#starts[this.#size + 1] = end;
    this.#longest = Math.max(this.#longest, text.length);
  }
}
