import { grown } from '@cmsc/core';

const ENCODER = new TextEncoder();

/**
 * All names and fixed texts of a run as bytes in one arena, each followed by a comma: a row is a few copies out of it.
 * Ids are dense, in order of addition, so that a family of names (`C1`, `C2`, …) is a range of ids.
 */
export class ByteNames {
  #bytes = new Uint8Array(1 << 16);
  /** Name `id` lies from `#starts[id]` up to, not including, `#starts[id + 1]`; the last byte is its comma. */
  #starts = new Int32Array(1 << 10);
  #count = 0;

  /** Number of names. */
  get count(): number {
    return this.#count;
  }

  /** Adds a text and returns its id. The text may hold commas: `Kerberos,Network,LogOn,Success` is one name here. */
  add(text: string): number {
    const from = this.#starts[this.#count]!;
    this.#bytes = grown(this.#bytes, from + text.length * 3 + 1);
    this.#starts = grown(this.#starts, this.#count + 2);
    const written = this.#write(text, from);
    this.#bytes[from + written] = 44;
    this.#starts[++this.#count] = from + written + 1;
    return this.#count - 1;
  }

  /** Writes a text, nearly always of ASCII alone, and returns the number of its bytes. */
  #write(text: string, from: number): number {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return ENCODER.encodeInto(text, this.#bytes.subarray(from)).written;
      this.#bytes[from + i] = code;
    }
    return text.length;
  }

  /** Adds `count` texts, the first of them for the number 1, and returns the id of the first. */
  addFamily(count: number, text: (number: number) => string): number {
    const first = this.#count;
    for (let number = 1; number <= count; number++) this.add(text(number));
    return first;
  }

  /** Copies a name and its comma to `at` and returns the index behind it. */
  copy(id: number, to: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    const end = this.#starts[id + 1]!;
    for (let i = this.#starts[id]!; i < end; i++) to[at++] = bytes[i]!;
    return at;
  }

  /** The text of a name, without its comma. */
  text(id: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(this.#starts[id], this.#starts[id + 1]! - 1));
  }
}
