import { mix, type Random } from '@cmsc/core';
import type { Second } from './second.js';
import { Week } from './week.js';
import type { Plan } from '../options.js';

/** Chosen: fewer rows than these wait for the next beat; the first second has so many. */
const LEAST_ROWS = 8;

/**
 * Spreads a number of rows over seconds 1 to `lastSecond` as the week goes, with some noise; the last beat makes the
 * total exact.
 */
export class Pace {
  readonly total: number;
  readonly #last: number;
  readonly #week: Week;
  readonly #random: Random;

  constructor(total: number, lastSecond: number, beats: Beats, random: Random) {
    this.total = total;
    this.#last = beats.until(lastSecond);
    this.#week = new Week(this.#last);
    this.#random = random;
  }

  /** Rows that this second should have when there are `written` already; 0 or more. */
  wanted(time: number, written: number): number {
    if (time >= this.#last) return this.total - written;
    if (time === 1) return Math.max(0, Math.min(this.total - 1, LEAST_ROWS));
    const until = Math.floor(this.total * this.#week.until(Math.max(0, time - this.#random.fraction() / 2)));
    const wanted = Math.min(this.total - 1, until) - written;
    return wanted < LEAST_ROWS ? 0 : wanted;
  }

  /** Rows that there is room for in this second when there are `written` already: one is kept for the last beat. */
  room(time: number, written: number): number {
    return this.total - written - (time < this.#last ? 1 : 0);
  }

  /** Sorts a second and drops rows that come twice; the last beat gets as many more as are missing from `wanted`. */
  settle(time: number, second: Second, wanted: number, add: () => void): void {
    second.sort(false);
    while (time === this.#last && second.sorted < wanted) {
      for (let missing = wanted - second.sorted; missing > 0; missing--) add();
      second.sort(false);
    }
  }
}

/**
 * The seconds in which rows come: one in each `beatSeconds`, at a random place, so that a second has some dozen rows as
 * LANL's have, however thinly the rows are spread over the days. The first and the last second are among them.
 */
export class Beats {
  readonly #length: number;
  readonly #last: number;

  constructor({ beatSeconds, lastSecond }: Pick<Plan, 'beatSeconds' | 'lastSecond'>) {
    this.#length = beatSeconds;
    this.#last = lastSecond;
  }

  /** The first beat at or after this second; the last one when there is none. */
  from(second: number): number {
    const block = Math.floor((second - 1) / this.#length);
    const beat = this.#ofBlock(block);
    return Math.min(this.#last, beat >= second ? beat : this.#ofBlock(block + 1));
  }

  /** The last beat at or before this second. */
  until(second: number): number {
    if (second >= this.#last) return this.#last;
    const block = Math.floor((second - 1) / this.#length);
    const beat = this.#ofBlock(block);
    return beat <= second ? beat : this.#ofBlock(block - 1);
  }

  #ofBlock(block: number): number {
    return block <= 0 ? 1 : block * this.#length + 1 + (mix(block, 71) % this.#length);
  }
}
