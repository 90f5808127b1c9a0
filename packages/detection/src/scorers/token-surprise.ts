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
    const { every, learnUntil } = this.#learning;
    const tokens = this.#tokens;
    for (let row = 0; row < length; row++) {
      const now = time[row] as number;
      this.#enter(Math.floor(now / every));
      let score = 0;
      for (const token of tokens) score -= Math.log2(token.probability(row));
      scores[row] = score;
      if (now >= learnUntil) continue;
      for (const token of tokens) token.learn(row);
    }
  }

  #enter(period: number): void {
    if (period === this.#period) return;
    this.#period = period;
    this.#counts.endPeriod();
  }
}
