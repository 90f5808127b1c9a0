import { firstFrom } from '@cmsc/core';
import type { Counts } from '../counts.js';
import type { BackOff } from './back-off.js';

/** When scorers learn. */
export interface Learning {
  /** Seconds of a period. */
  every: number;
  /** From this second on nothing is learned. */
  learnUntil: number;
}

/** Bits of surprise of the tokens of rows, each row scored with what was learned in earlier periods. */
export class TokenSurprise {
  readonly #tokens: readonly BackOff[];
  readonly #counts: Counts;
  readonly #learning: Learning;
  #period = -1;

  /**
   * @param tokens one for each token of a row.
   * @param counts theirs.
   * @param learning when they learn.
   */
  constructor(tokens: readonly BackOff[], counts: Counts, learning: Learning) {
    this.#tokens = tokens;
    this.#counts = counts;
    this.#learning = learning;
  }

  /** Scores the rows that the tokens have taken, by their times, then learns them; those of one period don't see each other. */
  score(time: Int32Array, length: number, scores: Float64Array): void {
    const { every } = this.#learning;
    let from = 0;
    while (from < length) {
      const period = Math.floor((time[from] as number) / every);
      let to = from + 1;
      while (to < length && Math.floor((time[to] as number) / every) === period) to++;
      this.#enter(period);
      this.#scoreRows(from, to, scores);
      this.#learnRows(time, from, to, to < length);
      from = to;
    }
  }

  #enter(period: number): void {
    if (period === this.#period) return;
    this.#period = period;
    this.#counts.endPeriod();
  }

  #scoreRows(from: number, to: number, scores: Float64Array): void {
    scores.fill(0, from, to);
    for (const token of this.#tokens) token.addSurprise(scores, from, to);
  }

  /** Learns rows of the present period; the last ones if it is over. */
  #learnRows(time: Int32Array, from: number, to: number, isOver: boolean): void {
    const end = firstFrom(time, this.#learning.learnUntil, from, to);
    if (isOver) this.#counts.endPeriod();
    for (const token of this.#tokens) token.learn(from, end, isOver);
  }
}
