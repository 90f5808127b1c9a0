import { Random } from '@cmsc/core';
import type { PositiveScore } from './positive-scores.js';
import { rankingMetrics, type RankingMetrics } from './ranking.js';

const DRAWS = 1000;
/** Places of the 2.5th and 97.5th percentile among the sorted draws, from 0. */
const LOW = 25;
const HIGH = 974;
const FEWEST_DAYS = 5;

/** Lower and upper end of an interval. */
export type Interval = [low: number, high: number];

/** Intervals of 95 % of the metrics of an order. */
export interface Intervals {
  auc: Interval;
  ap: Interval;
  tprAtFpr: Record<string, Interval>;
}

/**
 * How far metrics would move with other days of attack: 1,000 times as many days as there are, drawn with replacement, all negatives
 * kept. Null under 5 days of attack, from which nothing can be said.
 *
 * @param scores by descending score.
 * @param negatives how many there are.
 * @param seed any text: the same one gives the same interval.
 */
export function bootstrapIntervals(
  scores: readonly PositiveScore[],
  negatives: number,
  seed: string | number,
): Intervals | null {
  const days = [...new Set(scores.flatMap(({ positivesByDay }) => [...positivesByDay.keys()]))].sort(
    (a, b) => a - b,
  );
  if (days.length < FEWEST_DAYS) return null;
  const random = new Random(`${seed}/bootstrap`);
  const draws = Array.from({ length: DRAWS }, () => rankingOfDraw(scores, negatives, days, random));
  const rates = Object.keys((draws[0] as RankingMetrics).tprAtFpr);
  return {
    auc: intervalOf(draws.map(({ auc }) => auc)),
    ap: intervalOf(draws.map(({ ap }) => ap)),
    tprAtFpr: Object.fromEntries(
      rates.map((rate) => [rate, intervalOf(draws.map(({ tprAtFpr }) => tprAtFpr[rate] as number))]),
    ),
  };
}

function rankingOfDraw(
  scores: readonly PositiveScore[],
  negatives: number,
  days: readonly number[],
  random: Random,
): RankingMetrics {
  const weights = new Map<number, number>();
  for (let i = 0; i < days.length; i++) {
    const day = days[random.below(days.length)] as number;
    weights.set(day, (weights.get(day) ?? 0) + 1);
  }
  return rankingMetrics(scores, negatives, ({ positivesByDay }) => {
    let positives = 0;
    for (const [day, count] of positivesByDay) positives += count * (weights.get(day) ?? 0);
    return positives;
  });
}

function intervalOf(values: number[]): Interval {
  values.sort((a, b) => a - b);
  return [values[LOW] as number, values[HIGH] as number];
}
