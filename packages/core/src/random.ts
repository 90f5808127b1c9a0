const TWO_32 = 4294967296;

/**
 * Pseudo-random numbers that are the same on any machine and in any version of Node: the generator is sfc32
 * (Chris Doty-Humphrey, PractRand), 128 bits of state, seeded through splitmix32. Only integer operations and
 * exactly rounded floating point (+, −, ×, ÷) are used, never `Math.exp` or `Math.pow`, whose last bits may differ.
 *
 * Every source of rows has a stream of its own (`new Random('7/dns')`), so that changing one file's rows leaves
 * the others as they were.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any text: different texts give unrelated streams. */
  constructor(seed: string) {
    const word = splitmix32(hash32(seed, 0x811c9dc5));
    this.#a = word();
    this.#b = word();
    this.#c = word() ^ hash32(seed, 0x9747b28c);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.next() / TWO_32;
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor((this.next() / TWO_32) * count);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability * TWO_32;
  }

  /**
   * A heavy-tailed rank from 0 to `count` − 1, in the manner of Zipf and Mandelbrot: the ranks fall into octaves,
   * each twice as long as the one before, and every octave is equally likely. So the first ranks are about 2^`octaves`
   * times as frequent as the last, whatever `count` is: data of any size has the same shape.
   */
  rank(count: number, octaves: number): number {
    const first = count / ((1 << octaves) - 1);
    const begin = 1 << this.below(octaves);
    return Math.min(count - 1, Math.floor(first * (begin - 1 + this.fraction() * begin)));
  }

  /** Seconds from 1 to 2^`octaves` − 1, heavy-tailed: the octave is the smallest of `draws` equally likely ones. */
  seconds(octaves: number, draws: number): number {
    let octave = octaves;
    for (let i = 0; i < draws; i++) octave = Math.min(octave, this.below(octaves));
    return (1 << octave) + this.below(1 << octave);
  }
}

/** Numbers from 0 up to, not including, 1: the fractions of a {@link Random}, the same for one seed. */
export function randomNumbers(seed: number): () => number {
  const random = new Random(String(seed));
  return () => random.fraction();
}

/** Mixes two whole numbers into one from 0 to 2³² − 1: a random choice that needs no memory. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x165667b1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** FNV-1a over UTF-16 units, from a chosen offset basis. */
function hash32(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
}
