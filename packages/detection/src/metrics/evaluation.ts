import { findAccountDays, rankAccountDays, type AccountDay, type FoundAccountDays } from './account-days.js';
import { BestOfDay, type Found } from './best-of-day.js';
import { curvesOf, type Curves } from './curves.js';
import { bootstrapIntervals, type Intervals } from './interval.js';
import { PositiveScores } from './positive-scores.js';
import { placeMetrics, rankingMetrics, type PlaceMetrics, type RankingMetrics } from './ranking.js';

/** How scores are evaluated. */
export interface EvaluationOptions {
  /** Alerts a day that somebody can look into. */
  budget: number;
  /** Seed of the bootstrap. */
  seed: string | number;
}

/** What the scores of a detector are worth. */
export interface Metrics extends RankingMetrics, PlaceMetrics {
  units: number;
  positives: number;
  negatives: number;
  /** Days that have units, and those of them that have positives. */
  days: number;
  attackDays: number;
  /** Accounts a day, added up over the days. */
  accountDays: number;
  /** What a budget of alerts a day finds: units; accounts by their highest score, and the positive units of those. */
  budget: { perDay: number; events: Found } & FoundAccountDays;
  /** Intervals of 95 %; null under 5 days of attack. */
  interval: Intervals | null;
}

/**
 * Evaluates the scores of one detector in two passes over them, in any order, exactly, and in memory that grows with positives and days.
 *
 * @example
 * const units = [
 *   { score: 3, isPositive: true },
 *   { score: 1, isPositive: false },
 *   { score: 3, isPositive: false },
 * ];
 * const evaluation = new Evaluation({ budget: 1, seed: 1 });
 * for (const { score, isPositive } of units) evaluation.first(score, isPositive, 0);
 * evaluation.turn();
 * for (const { score, isPositive } of units) if (!isPositive) evaluation.second(score);
 * const { auc, budget } = evaluation.metrics([{ day: 0, score: 3, positives: 1 }]);
 * auc; // 0.75
 * budget.events.expected; // 0.5
 */
export class Evaluation {
  readonly #options: EvaluationOptions;
  readonly #scores = new PositiveScores();
  readonly #days = new Map<number, BestOfDay>();
  readonly #attackDays = new Set<number>();
  #units = 0;

  constructor(options: EvaluationOptions) {
    this.#options = options;
  }

  /** First pass: takes a unit. */
  first(score: number, isPositive: boolean, day: number): void {
    this.#units++;
    let best = this.#days.get(day);
    if (!best) this.#days.set(day, (best = new BestOfDay(this.#options.budget)));
    best.add(score, isPositive);
    if (!isPositive) return;
    this.#scores.addPositive(score, day);
    this.#attackDays.add(day);
  }

  /** Ends the first pass. */
  turn(): void {
    this.#scores.sort();
  }

  /** Second pass: takes a unit that is not positive. */
  second(score: number): void {
    this.#scores.addNegative(score);
  }

  /** What came out, after both passes. */
  metrics(accountDays: readonly AccountDay[]): Metrics {
    const { scores, positives, negatives } = this.#scores;
    const { budget, seed } = this.#options;
    return {
      units: this.#units,
      positives,
      negatives,
      days: this.#days.size,
      attackDays: this.#attackDays.size,
      accountDays: accountDays.length,
      ...rankingMetrics(scores, negatives),
      ...placeMetrics(scores),
      budget: {
        perDay: budget,
        events: this.#foundEvents(),
        ...findAccountDays(rankAccountDays(accountDays), budget),
      },
      interval: bootstrapIntervals(scores, negatives, seed),
    };
  }

  /** The same at every threshold, after both passes: see {@link Curves}. */
  curves(accountDays: readonly AccountDay[]): Curves {
    return curvesOf(this.#scores.scores, accountDays);
  }

  #foundEvents(): Found {
    const found = { alerts: 0, least: 0, expected: 0, most: 0, of: this.#scores.positives };
    for (const day of this.#days.values()) {
      const { alerts, least, expected, most } = day.hits();
      found.alerts += alerts;
      found.least += least;
      found.expected += expected;
      found.most += most;
    }
    return found;
  }
}
