/** In every runtime, though not in the language's own types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const ENCODER = new TextEncoder();
const BASIS_HIGH = 0xcbf29ce4;
const BASIS_LOW = 0x84222325;
const TWO_32 = 4294967296;

/**
 * A digest of a set of lines that does not depend on their order: the sum, modulo 2⁶⁴, of the FNV-1a-64 hash of
 * each line's UTF-8 bytes, newline included. Any order of sessions, any number of threads gives the same value, and
 * nothing has to be sorted or kept.
 *
 * FNV-1a-64: start at 14695981039346656037; for each byte, xor it in, then multiply by 1099511628211 modulo 2⁶⁴.
 *
 * @example
 * const digest = new LineDigest();
 * digest.add('U1@DOM1,C5,10,12,1,1\n');
 * digest.toString().length; // 16
 */
export class LineDigest {
  // The sum as halves of 32 bits.
  #high = 0;
  #low = 0;

  /** Adds one line, which should end with its newline. */
  add(line: string): void {
    const bytes = ENCODER.encode(line);
    this.addBytes(bytes, bytes.length);
  }

  /** Adds one line: the first `length` bytes. */
  addBytes(bytes: Uint8Array, length: number): void {
    let high = BASIS_HIGH;
    let low = BASIS_LOW;
    for (let i = 0; i < length; i++) {
      // The prime is 2⁴⁰ + 435. Halves of the lower word times 435 stay within 32 bits, so that all is done in whole numbers.
      low ^= bytes[i]!;
      const lowest = Math.imul(low & 0xffff, 435);
      const upper = Math.imul(low >>> 16, 435) + (lowest >>> 16);
      high = (Math.imul(high, 435) + (low << 8) + (upper >>> 16)) | 0;
      low = (upper << 16) | (lowest & 0xffff);
    }
    low >>>= 0;
    const sum = this.#low + low;
    this.#high = (this.#high + (high >>> 0) + (sum >= TWO_32 ? 1 : 0)) >>> 0;
    this.#low = sum >>> 0;
  }

  /** The sum as 16 hexadecimal digits, the most significant first. */
  toString(): string {
    return [this.#high, this.#low].map((half) => half.toString(16).padStart(8, '0')).join('');
  }
}
