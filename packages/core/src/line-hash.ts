/** The basis 14695981039346656037, in halves. */
const [BASIS_HIGH, BASIS_LOW] = [0xcbf29ce4 | 0, 0x84222325 | 0] as const;
/** The prime 1099511628211 is 2⁴⁰ + this. */
const PRIME = 435;
/** What a lower half times {@link PRIME} carries into the upper one, exactly: no product has more than 41 bits. */
const CARRY = PRIME / 2 ** 32;

/**
 * FNV-1a-64 of the bytes that it takes, part by part: start at the basis; for each byte, xor it in, then multiply by the prime
 * modulo 2⁶⁴.
 */
export class LineHash {
  #high: number = BASIS_HIGH;
  #low: number = BASIS_LOW;

  /** The upper 32 bits. */
  get high(): number {
    return this.#high >>> 0;
  }

  /** The lower 32 bits. */
  get low(): number {
    return this.#low >>> 0;
  }

  /** Forgets what it took. */
  start(): void {
    this.#high = BASIS_HIGH;
    this.#low = BASIS_LOW;
  }

  /** Becomes what another one is. */
  copy(other: LineHash): void {
    this.#high = other.#high;
    this.#low = other.#low;
  }

  /** Takes the bytes from `from` up to, without, `to`. */
  take(bytes: Uint8Array, from: number, to: number): void {
    let high = this.#high;
    let low = this.#low;
    for (let i = from; i < to; i++) {
      low ^= bytes[i] as number;
      const carried = ((low >>> 0) * CARRY) | 0;
      high = (Math.imul(high, PRIME) + (((low << 8) + carried) | 0)) | 0;
      low = Math.imul(low, PRIME);
    }
    this.#high = high;
    this.#low = low;
  }
}
