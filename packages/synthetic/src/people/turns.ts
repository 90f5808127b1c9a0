import type { Random } from '@cmsc/core';

/** Keys of one kind, each as often as it has turns: one random number chooses a key by its weight. */
export class Turns {
  /** Turns of each key that has any. */
  readonly shares: ReadonlyMap<number, number>;
  readonly #keys: Int32Array;

  constructor(shares: ReadonlyMap<number, number>) {
    this.shares = shares;
    let total = 0;
    for (const share of shares.values()) total += share;
    this.#keys = new Int32Array(total);
    let place = 0;
    for (const [key, share] of shares) this.#keys.fill(key, place, (place += share));
  }

  /** All turns together. */
  get total(): number {
    return this.#keys.length;
  }

  /** The key whose turn it is. There must be one. */
  next(random: Random): number {
    return this.#keys[random.below(this.#keys.length)]!;
  }
}

/**
 * Turns of the one with this rank among `count`, as Zipf and Mandelbrot have it: the first have most, each octave of
 * ranks has about as many in all, and the last one has `least`.
 */
export function turnsOfRank(rank: number, count: number, octaves: number, least: number): number {
  const begin = count / ((1 << octaves) - 1);
  return Math.max(1, Math.round((least * (count + begin)) / (rank + begin)));
}
