const ZERO = 48;
const NEWLINE = 10;
const LONGEST_INTEGER = 16;

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
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits++;
    const end = this.#length + digits;
    for (let at = end; at > this.#length;) {
      const rest = Math.floor(value / 10);
      this.#bytes[--at] = ZERO + (value - rest * 10);
      value = rest;
    }
    this.#length = end;
  }

  /** Appends `source` from `from` up to `to`. */
  copy(source: Uint8Array, from = 0, to = source.length): void {
    const length = to - from;
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    // For the few bytes of a name a loop is faster than the call to `set`.
    if (length > 64) this.#bytes.set(source.subarray(from, to), this.#length);
    else for (let i = 0; i < length; i++) this.#bytes[this.#length + i] = source[from + i]!;
    this.#length += length;
  }

  /** Ends the line. */
  endLine(): void {
    this.byte(NEWLINE);
    this.#lines++;
  }

  /** What is in the buffer; good until something is appended after `clear`. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Empties the buffer, and keeps its room and the count of its lines. */
  clear(): void {
    this.#length = 0;
  }

  #grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(this.#length + bytes, this.#bytes.length * 2, 256));
    larger.set(this.view());
    this.#bytes = larger;
  }
}
