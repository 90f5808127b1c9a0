import { CmscError, LATEST_TIME } from '@cmsc/core';

/** The time of the first event in the published red-team file, seconds: nothing before it is attacked. */
export const FIRST_RED_TEAM_EVENT = 150885;

/** The part of a data set that a session is for. */
export type Part = 'train' | 'test';

/** The parts, in order of time. */
export const PARTS: readonly Part[] = ['train', 'test'];

/**
 * Where the parts meet: a second; the first event of the data's own red team; or when so many percent of the sessions have
 * ended.
 */
export type SplitPoint = number | 'first-attack' | { percent: number };

/**
 * Checks where the parts are to meet.
 *
 * @throws CmscError BAD_OPTION (usage) for what is no such place.
 */
export function checkSplitPoint(point: SplitPoint): void {
  if (isSplitPoint(point)) return;
  const text = typeof point === 'object' ? JSON.stringify(point) : String(point);
  const hint = "give a second such as 150885, { percent: 70 } or 'first-attack'";
  throw new CmscError('usage', 'BAD_OPTION', 'splitAt is no place to split', { text, hint });
}

/** Whether sessions can be split there: a whole second, above 0 % and below 100 %, or the first attack. */
export function isSplitPoint(point: unknown): point is SplitPoint {
  if (typeof point === 'number') return Number.isInteger(point) && point >= 0 && point <= LATEST_TIME;
  const { percent = NaN } = (typeof point === 'object' ? (point ?? {}) : {}) as { percent?: unknown };
  return point === 'first-attack' || (typeof percent === 'number' && percent > 0 && percent < 100);
}

/**
 * Splits by time: sessions that have ended before `splitSeconds` are for training, all others for testing, also those
 * that had begun by then. So nothing that a model is trained on reaches into the time it is tested on.
 */
export function partOf(endTime: number, splitSeconds = FIRST_RED_TEAM_EVENT): Part {
  return endTime < splitSeconds ? 'train' : 'test';
}
