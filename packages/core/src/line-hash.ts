/** The words of a hash, from the lowest: of 20, 20 and 24 bits, so that words times the lower part of the prime stay within 32. */
const WORD_BITS = 20;
const WORD_MASK = (1 << WORD_BITS) - 1;
const TOP_MASK = (1 << 24) - 1;
/** The basis 14695981039346656037, in words. */
const [BASIS_TOP, BASIS_MIDDLE, BASIS_LOWEST] = [0xcbf29c, 0xe4842, 0x22325] as const;
/** The prime 1099511628211 is 2⁴⁰ + this. */
const PRIME = 435;

/**
 * FNV-1a-64 of the bytes that it takes, part by part: start at the basis; for each byte, xor it in, then multiply by the prime
 * modulo 2⁶⁴.
 */
export class LineHash {
  #lowest: number = BASIS_LOWEST;
  #middle: number = BASIS_MIDDLE;
  #top: number = BASIS_TOP;

  /** The upper 32 bits. */
  get high(): number {
    return ((this.#top << 8) | (this.#middle >>> 12)) >>> 0;
  }

  /** The lower 32 bits. */
  get low(): number {
    return ((this.#middle << WORD_BITS) | this.#lowest) >>> 0;
  }

  /** Forgets what it took. */
  start(): void {
    this.#lowest = BASIS_LOWEST;
    this.#middle = BASIS_MIDDLE;
    this.#top = BASIS_TOP;
  }

  /** Becomes what another one is. */
  copy(other: LineHash): void {
    this.#lowest = other.#lowest;
    this.#middle = other.#middle;
    this.#top = other.#top;
  }

  /** Takes the bytes from `from` up to, without, `to`. */
  take(bytes: Uint8Array, from: number, to: number): void {
    let lowest = this.#lowest;
    let middle = this.#middle;
    let top = this.#top;
    for (let i = from; i < to; i++) {
      lowest ^= bytes[i] as number;
      // Times 2⁴⁰: the lowest 24 bits come on top.
      const onTop = lowest | (middle << WORD_BITS);
      const product = Math.imul(lowest, PRIME);
      const upper = Math.imul(middle, PRIME) + (product >>> WORD_BITS);
      top = (Math.imul(top, PRIME) + (upper >>> WORD_BITS) + onTop) & TOP_MASK;
      middle = upper & WORD_MASK;
      lowest = product & WORD_MASK;
    }
    this.#lowest = lowest;
    this.#middle = middle;
    this.#top = top;
  }
}
