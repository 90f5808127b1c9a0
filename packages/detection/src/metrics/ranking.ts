import type { PositiveScore } from './positive-scores.js';
import { exactly, hitsWithin, type Range } from './range.js';

/** Highest share of negatives that is alarmed, as the keys of {@link RankingMetrics.tprAtFpr}, and as numbers. */
const FALSE_POSITIVE_RATES: readonly [string, number][] = [
  ['0.01', 1e-2],
  ['0.001', 1e-3],
  ['0.0001', 1e-4],
  ['1e-05', 1e-5],
];
const TOPS = [10, 100, 1000];
const NTH = [1, 10, 100];

/** What the order of units by their score says. */
export interface RankingMetrics {
  /** Chance that a positive is above a negative, equal ones counted half: area under the ROC curve. */
  auc: number;
  /** Average precision, as scikit-learn has it: Σ share of positives at a score · precision down to it, all equal ones included. */
  ap: number;
  /** Highest share of positives that a threshold finds with at most this share of negatives; nothing is interpolated. */
  tprAtFpr: Record<string, number>;
}

/** What stands at places of the order, over all orders of equal scores. */
export interface PlaceMetrics {
  /** Positives among the first 10, 100, 1000. */
  hitsAt: Record<string, Range>;
  /** Negatives before the first, tenth, hundredth positive. */
  falseAlarmsBefore: Record<string, Range>;
}

/**
 * The metrics of an order. `positivesOf` may give positives other weights than they have, as a bootstrap does.
 *
 * @param scores by descending score.
 */
export function rankingMetrics(
  scores: readonly PositiveScore[],
  negatives: number,
  positivesOf = ({ positives }: PositiveScore): number => positives,
): RankingMetrics {
  const all = scores.reduce((sum, score) => sum + positivesOf(score), 0);
  const tprAtFpr = Object.fromEntries(FALSE_POSITIVE_RATES.map(([key]) => [key, 0]));
  let [above, truePositives, area, ap] = [0, 0, 0, 0];
  for (const score of scores) {
    const positives = positivesOf(score);
    above += score.negativesAbove;
    area += positives * (negatives - above - score.negatives / 2);
    above += score.negatives;
    if (positives === 0) continue;
    truePositives += positives;
    ap += (positives / all) * (truePositives / (truePositives + above));
    for (const [key, rate] of FALSE_POSITIVE_RATES)
      if (above / negatives <= rate || above === 0) tprAtFpr[key] = truePositives / all;
  }
  return { auc: area / (all * negatives), ap, tprAtFpr };
}

/**
 * What stands at the first places.
 *
 * @param scores by descending score.
 */
export function placeMetrics(scores: readonly PositiveScore[]): PlaceMetrics {
  const positives = scores.reduce((sum, score) => sum + score.positives, 0);
  const nth = NTH.filter((n) => n <= positives);
  return {
    hitsAt: Object.fromEntries(TOPS.map((top) => [top, hitsAt(scores, top)])),
    falseAlarmsBefore: Object.fromEntries(nth.map((n) => [n, falseAlarmsBefore(scores, n)])),
  };
}

function hitsAt(scores: readonly PositiveScore[], top: number): Range {
  let hits = 0;
  let room = top;
  for (const { positives, negatives, negativesAbove } of scores) {
    room -= negativesAbove;
    if (room <= 0) break;
    const units = positives + negatives;
    if (units > room) {
      const { least, expected, most } = hitsWithin(units, positives, room);
      return { least: hits + least, expected: hits + expected, most: hits + most };
    }
    hits += positives;
    room -= units;
  }
  return exactly(hits);
}

function falseAlarmsBefore(scores: readonly PositiveScore[], n: number): Range {
  let alarms = 0;
  let left = n;
  for (const { positives, negatives, negativesAbove } of scores) {
    alarms += negativesAbove;
    if (positives >= left)
      return {
        least: alarms,
        expected: alarms + (left * negatives) / (positives + 1),
        most: alarms + negatives,
      };
    left -= positives;
    alarms += negatives;
  }
  throw new RangeError(`there are fewer than ${n} positives`);
}
