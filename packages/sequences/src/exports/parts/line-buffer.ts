const ZERO = 48;
const NEWLINE = 10;
const LONGEST_INTEGER = 16;
const LARGEST_SMALL = 0x7fffffff;

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
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** Appends a whole number from 0 to 2^53 − 1 in decimal. */
  integer(value: number): void {
    if (this.#length + LONGEST_INTEGER > this.#bytes.length) this.#grow(LONGEST_INTEGER);
    const bytes = this.#bytes;
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits++;
    let at = this.#length + digits;
    this.#length = at;
    for (; value > LARGEST_SMALL; digits--) {
      const rest = Math.floor(value / 10);
      bytes[--at] = ZERO + (value - rest * 10);
      value = rest;
    }
    // Whole numbers of 31 bits are divided faster.
    for (let small = value | 0; digits > 0; digits--) {
      const rest = (small / 10) | 0;
      bytes[--at] = ZERO + small - rest * 10;
      small = rest;
    }
  }

  /** Appends `source` from `from` up to `to`. */
  copy(source: Uint8Array, from = 0, to = source.length): void {
    const length = to - from;
    const start = this.#length;
    if (start + length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    // For the few bytes of a name a loop is faster than the call to `set`.
    if (length > 64) bytes.set(source.subarray(from, to), start);
    else for (let i = 0; i < length; i++) bytes[start + i] = source[from + i]!;
    this.#length = start + length;
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

  #grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(this.#length + bytes, this.#bytes.length * 2, 256));
    larger.set(this.view());
    this.#bytes = larger;
  }
}
