/** Bytes of a block in ClickHouse's format Native, appended piece by piece. Numbers are little-endian. */
export class BlockBytes {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Appends a whole number ≥ 0 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    this.#reserve(10);
    for (; value >= 0x80; value = Math.floor(value / 0x80))
      this.#bytes[this.#length++] = (value % 0x80) | 0x80;
    this.#bytes[this.#length++] = value;
  }

  /** Appends a text as UTF-8, its length before it. */
  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.varint(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Appends a whole number from 0 to 2⁵³ as eight bytes. */
  uint64(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeUInt32LE(value % 2 ** 32, this.#length);
    this.#length = this.#bytes.writeUInt32LE(Math.floor(value / 2 ** 32), this.#length);
  }

  /** Appends the memory of an array as it is: the byte order of all machines that ClickHouse runs on. */
  array(values: Uint8Array | Uint16Array | Uint32Array | Int32Array): void {
    this.#reserve(values.byteLength);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** All that was appended, for the caller to keep. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(Math.max(1 << 16, this.#length));
    this.#length = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
