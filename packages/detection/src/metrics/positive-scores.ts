import { lowerBound } from '@cmsc/core';

/** What lies at a score that positives have, and right above it. */
export interface PositiveScore {
  score: number;
  /** Positives with this score. */
  positives: number;
  /** The positives by their day. */
  positivesByDay: Map<number, number>;
  /** Negatives with this score. */
  negatives: number;
  /** Negatives above this score, and below the next higher one that positives have. */
  negativesAbove: number;
}

/**
 * Where negatives lie between positives: all that ranking metrics need, in memory that grows with positives only. It takes two passes,
 * since the scores of positives are only known after the first.
 */
export class PositiveScores {
  readonly #byScore = new Map<number, PositiveScore>();
  /** By descending score. */
  #scores: PositiveScore[] = [];
  #sorted = new Float64Array(0);
  #positives = 0;
  #negatives = 0;

  /** First pass: takes the score of a positive. */
  addPositive(score: number, day: number): void {
    let known = this.#byScore.get(score);
    if (!known) {
      known = { score, positives: 0, positivesByDay: new Map(), negatives: 0, negativesAbove: 0 };
      this.#byScore.set(score, known);
    }
    known.positives++;
    known.positivesByDay.set(day, (known.positivesByDay.get(day) ?? 0) + 1);
    this.#positives++;
  }

  /** Ends the first pass. */
  sort(): void {
    this.#scores = [...this.#byScore.values()].sort((a, b) => b.score - a.score);
    this.#sorted = Float64Array.from(this.#scores, ({ score }) => score);
  }

  /** Second pass: takes the score of a negative. */
  addNegative(score: number): void {
    this.#negatives++;
    const sorted = this.#sorted;
    const at = this.#scores[lowerBound(0, sorted.length, (place) => (sorted[place] as number) > score)];
    if (!at) return;
    if (at.score === score) at.negatives++;
    else at.negativesAbove++;
  }

  /** Number of positives. */
  get positives(): number {
    return this.#positives;
  }

  /** Number of negatives, after the second pass. */
  get negatives(): number {
    return this.#negatives;
  }

  /** By descending score. */
  get scores(): readonly PositiveScore[] {
    return this.#scores;
  }
}
