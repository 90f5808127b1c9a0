import type { Dictionary } from '@cmsc/core';
import { putBytes } from './ascii.js';

/** A name as a text format has it. */
export interface EncodedName {
  text: string;
  /** CSV: whether a field with this name in it has to stand in quotes. */
  quoted: boolean;
}

/** The names of a dictionary as the bytes that a text format writes for them: each is encoded once, not once a row. */
export class EncodedNames {
  readonly #names: Dictionary;
  readonly #encode: (name: string) => EncodedName;
  #bytes = Buffer.alloc(1 << 14);
  #starts = new Int32Array(1024);
  #quoted = new Uint8Array(1024);
  #size = 0;
  #longest = 0;

  constructor(names: Dictionary, encode: (name: string) => EncodedName) {
    this.#names = names;
    this.#encode = encode;
  }

  /** Bytes of the longest name encoded so far. */
  get longest(): number {
    return this.#longest;
  }

  /** Takes in the names that have come up since the last call. */
  extend(): void {
    for (; this.#size < this.#names.size; this.#size++) this.#add(this.#encode(this.#names.name(this.#size)));
  }

  /** Whether a CSV field with the name `id` in it has to stand in quotes. */
  quoted(id: number): boolean {
    return this.#quoted[id] === 1;
  }

  /** Writes the name `id` to `bytes` from `at` on. Returns where it ends. */
  put(bytes: Uint8Array, at: number, id: number): number {
    return putBytes(bytes, at, this.#bytes, this.#starts[id]!, this.#starts[id + 1]!);
  }

  #add({ text, quoted }: EncodedName): void {
    const start = this.#starts[this.#size]!;
    const length = Buffer.byteLength(text);
    if (start + length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], Math.max(start + length, this.#bytes.length * 2));
    }
    if (this.#size + 2 > this.#starts.length) this.#widen();
    this.#bytes.write(text, start);
    this.#starts[this.#size + 1] = start + length;
    this.#quoted[this.#size] = quoted ? 1 : 0;
    this.#longest = Math.max(this.#longest, length);
  }

  #widen(): void {
    const starts = new Int32Array(this.#starts.length * 2);
    starts.set(this.#starts);
    const quoted = new Uint8Array(starts.length);
    quoted.set(this.#quoted);
    this.#starts = starts;
    this.#quoted = quoted;
  }
}
