/** A set of rows, a bit each: 600 kB for five million. */
export class RowSet {
  /** Number of rows that may be in it. */
  readonly length: number;
  readonly #words: Uint32Array;
  #size = 0;

  constructor(length: number) {
    this.length = length;
    this.#words = new Uint32Array(Math.ceil(length / 32));
  }

  /** Number of rows in it. */
  get size(): number {
    return this.#size;
  }

  /** Puts a row in; rows beyond the end stay out. */
  add(row: number): void {
    if (row < 0 || row >= this.length || this.has(row)) return;
    setBit(this.#words, row);
    this.#size++;
  }

  has(row: number): boolean {
    return ((this.#words[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0;
  }

  /** Puts in the rows whose bit is set in `words`: the bits of `count` rows from `first`, a multiple of 32, on. */
  addWords(first: number, count: number, words: Uint32Array): void {
    const start = first >>> 5;
    for (let word = 0; word << 5 < count; word++) {
      const bits = (words[word] ?? 0) & lowBits(count - (word << 5));
      this.#words[start + word] = bits;
      this.#size += bitCount(bits);
    }
  }

  /** The bits of the rows from `first`, a multiple of 32, on. */
  wordsFrom(first: number): Uint32Array {
    return this.#words.subarray(first >>> 5);
  }

  /** Number of its rows from `first`, a multiple of 32, up to, and without, `end`. */
  countBetween(first: number, end: number): number {
    let count = 0;
    for (let word = first >>> 5; word << 5 < end; word++) {
      count += bitCount((this.#words[word] ?? 0) & lowBits(end - (word << 5)));
    }
    return count;
  }
}

/** Sets the bit of a row. */
export function setBit(words: Uint32Array, row: number): void {
  words[row >>> 5] = (words[row >>> 5] ?? 0) | (1 << (row & 31));
}

function lowBits(count: number): number {
  return count >= 32 ? -1 : (1 << count) - 1;
}

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
