import { LineHash } from './line-hash.js';

/** In every runtime, though not in the language's own types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const ENCODER = new TextEncoder();
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
  readonly #hash = new LineHash();

  /** Adds one line, which should end with its newline. */
  add(line: string): void {
    const bytes = ENCODER.encode(line);
    this.addBytes(bytes, bytes.length);
  }

  /** Adds one line: the first `length` bytes. */
  addBytes(bytes: Uint8Array, length: number): void {
    this.#hash.start();
    this.#hash.take(bytes, 0, length);
    this.addHash(this.#hash);
  }

  /** Adds one line by the hash of its bytes. */
  addHash({ high, low }: LineHash): void {
    const sum = this.#low + low;
    this.#high = (this.#high + high + (sum >= TWO_32 ? 1 : 0)) >>> 0;
    this.#low = sum >>> 0;
  }

  /** The sum as 16 hexadecimal digits, the most significant first. */
  toString(): string {
    return [this.#high, this.#low].map((half) => half.toString(16).padStart(8, '0')).join('');
  }
}
