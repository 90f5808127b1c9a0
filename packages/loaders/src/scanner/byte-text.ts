import type { RawRows } from '../rows/column-batch.js';

const LF = 10;
const FIRST_BYTES = 65_536;
/** A batch with so many bytes of text is full. */
const ENOUGH_BYTES = 4 * 1024 * 1024;

/** Gathers the text of rows, in arrays that are used again. */
export class ByteText {
  #text = new Uint8Array(FIRST_BYTES);
  #length = 0;
  readonly #ends: Uint32Array;

  constructor(mostRows: number) {
    this.#ends = new Uint32Array(mostRows);
  }

  get isFull(): boolean {
    return this.#length >= ENOUGH_BYTES;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Adds the text from `begin` to `end`, without its line end, as that of the batch's row `row`. */
  add(row: number, bytes: Uint8Array, begin: number, end: number): void {
    const length = this.#length + end - begin + 1;
    if (length > this.#text.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#text.length));
      larger.set(this.#text);
      this.#text = larger;
    }
    this.#text.set(bytes.subarray(begin, end), this.#length);
    this.#text[length - 1] = LF;
    this.#length = length;
    this.#ends[row] = length;
  }

  rows(): RawRows {
    return { bytes: this.#text.subarray(0, this.#length), ends: this.#ends };
  }
}
