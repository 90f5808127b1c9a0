import { grown, utf8 } from '@cmsc/core';

const FIRST_BYTES = 1 << 16;

/** Bytes of a block in ClickHouse's format Native, appended piece by piece. Numbers are little-endian. */
export class BlockBytes {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  /** Appends a whole number ≥ 0 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    this.#bytes = grown(this.#bytes, this.#length + 10);
    for (; value >= 0x80; value = Math.floor(value / 0x80))
      this.#bytes[this.#length++] = (value % 0x80) | 0x80;
    this.#bytes[this.#length++] = value;
  }

  /** Appends a text as UTF-8, its length before it. */
  text(text: string): void {
    const bytes = utf8(text);
    this.varint(bytes.length);
    this.array(bytes);
  }

  /** Appends a whole number from 0 to 2⁵³ as eight bytes. */
  uint64(value: number): void {
    this.array(Uint32Array.of(value % 2 ** 32, Math.floor(value / 2 ** 32)));
  }

  /** Appends the memory of an array as it is: the byte order of all machines that ClickHouse runs on. */
  array(values: Uint8Array | Uint16Array | Uint32Array | Int32Array): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#bytes = grown(this.#bytes, this.#length + bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** All that was appended, for the caller to keep. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.buffer, 0, this.#length);
    this.#bytes = new Uint8Array(Math.max(FIRST_BYTES, this.#length));
    this.#length = 0;
    return taken;
  }
}
