import { grown, LONGEST_NUMBER, putBytes, putInt, type NameBytes } from '@cmsc/core';

const NEWLINE = 10;
const encoder = new TextEncoder();
/** Bytes of UTF-8 that a unit of a string takes at most. */
const MOST_BYTES_A_UNIT = 3;

/** Lines of text as bytes, written piece by piece without making a string of a row. */
export class LineBuffer {
  #bytes = new Uint8Array(0);
  #length = 0;
  #lines = 0;

  /** Bytes that are in the buffer. */
  get length(): number {
    return this.#length;
  }

  /** Lines that were ended since the buffer was made. */
  get lines(): number {
    return this.#lines;
  }

  /** Appends one byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Appends a whole number from 0 to 2^53 − 1 in decimal. */
  integer(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    this.#length = putInt(this.#bytes, this.#length, value);
  }

  /** Appends `source` from `from` up to `to`. */
  copy(source: Uint8Array, from = 0, to = source.length): void {
    this.#reserve(to - from);
    this.#length = putBytes(this.#bytes, this.#length, source, from, to);
  }

  /** Appends what stands for the name `id`, which was there at the last refresh of `names`. */
  name(names: NameBytes, id: number): void {
    this.#reserve(names.longest);
    this.#length = names.put(this.#bytes, this.#length, id);
  }

  /** Appends a text as UTF-8. */
  text(text: string): void {
    this.#reserve(text.length * MOST_BYTES_A_UNIT);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Ends the line. */
  endLine(): void {
    this.byte(NEWLINE);
    this.#lines++;
  }

  /** What is in the buffer; good until something is appended. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Hands out what is in the buffer, for good, and goes on in `room`. So one piece can be stored while the next one
   * comes together, and two pieces of memory do for all of them.
   */
  take(room: Uint8Array<ArrayBuffer> = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = room;
    this.#length = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    const length = this.#length + bytes;
    if (length > this.#bytes.length) this.#bytes = grown(this.#bytes, Math.max(length, 256));
  }
}
