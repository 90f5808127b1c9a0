import { mix } from '@cmsc/core';
import type { Plan } from '../options.js';

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
