import { findAccountDays, rankAccountDays, type AccountDay } from './account-days.js';
import type { PositiveScore } from './positive-scores.js';

/** How a detector does at every threshold, for a chart. */
export interface Curves {
  /** For each distinct score of a positive, descending: what a threshold there finds, and how much of what it raises is an attack. */
  precisionRecall: { recall: number; precision: number }[];
  /** For budgets of alerts a day: attacked account-days found, the mean over all orders of equal scores. */
  foundAccountDays: { perDay: number; found: number; of: number }[];
}

/** Alerts a day that {@link Curves} look at. */
const BUDGETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** @param scores by descending score. */
export function curvesOf(scores: readonly PositiveScore[], accountDays: readonly AccountDay[]): Curves {
  const all = scores.reduce((sum, { positives }) => sum + positives, 0);
  let [truePositives, raised] = [0, 0];
  const precisionRecall = scores.map(({ positives, negatives, negativesAbove }) => {
    truePositives += positives;
    raised += negativesAbove + negatives + positives;
    return { recall: truePositives / all, precision: truePositives / raised };
  });
  const days = rankAccountDays(accountDays);
  const foundAccountDays = BUDGETS.map((perDay) => {
    const { expected, of } = findAccountDays(days, perDay).accountDays;
    return { perDay, found: expected, of };
  });
  return { precisionRecall, foundAccountDays };
}
