/** The time of the first event in the published red-team file, seconds: nothing before it is attacked. */
export const FIRST_RED_TEAM_EVENT = 150885;

/** The part of a data set that a session is for. */
export type Part = 'train' | 'test';

/** The parts, in order of time. */
export const PARTS: readonly Part[] = ['train', 'test'];

/**
 * Splits by time: sessions that have ended before `splitSeconds` are for training, all others for testing, also those
 * that had begun by then. So nothing that a model is trained on reaches into the time it is tested on.
 */
export function partOf(endTime: number, splitSeconds = FIRST_RED_TEAM_EVENT): Part {
  return endTime < splitSeconds ? 'train' : 'test';
}
