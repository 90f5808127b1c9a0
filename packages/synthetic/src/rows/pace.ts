import type { Random } from '../random.js';
import type { Second } from './second.js';

/** Spreads a number of rows evenly, with some noise, over seconds 1 to `lastSecond`; the last one makes the total exact. */
export class Pace {
  readonly total: number;
  readonly #lastSecond: number;
  readonly #random: Random;

  constructor(total: number, lastSecond: number, random: Random) {
    this.total = total;
    this.#lastSecond = lastSecond;
    this.#random = random;
  }

  /** Rows that this second should have when there are `written` already; 0 or more. */
  wanted(time: number, written: number): number {
    if (time >= this.#lastSecond) return this.total - written;
    const until = Math.floor((this.total / this.#lastSecond) * (time - this.#random.fraction() / 2));
    return Math.min(this.total, Math.max(0, until - written));
  }

  /** Sorts a second and drops rows that come twice; the last second gets as many more as are missing from `wanted`. */
  settle(time: number, second: Second, wanted: number, add: () => void): void {
    second.sort(false);
    while (time === this.#lastSecond && second.sorted < wanted) {
      for (let missing = wanted - second.sorted; missing > 0; missing--) add();
      second.sort(false);
    }
  }
}
