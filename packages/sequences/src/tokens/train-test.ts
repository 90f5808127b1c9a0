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
 * Splits by time: sessions that have ended before `splitSeconds` are for training, all others for testing, also those
 * that had begun by then. So nothing that a model is trained on reaches into the time it is tested on.
 */
export function partOf(endTime: number, splitSeconds = FIRST_RED_TEAM_EVENT): Part {
  return endTime < splitSeconds ? 'train' : 'test';
}
