import { CmscError } from '@cmsc/core';
import type { InputOptions } from '../options.js';

/** The options that need the local machine, as far as they are looked at. */
interface LocalOptions extends InputOptions {
  order?: 'key' | 'close';
  stateIn?: string;
  stateOut?: string;
  events?: string;
}

/** Options of a run, each with what is in the way of it on a cluster. */
const REASONS: readonly [option: string, isGiven: (options: LocalOptions) => boolean, why: string][] = [
  ['--state-in', ({ stateIn }) => stateIn !== undefined, 'load the days one by one, and name all of them'],
  ['--state-out', ({ stateOut }) => stateOut !== undefined, 'load the days one by one, and name all of them'],
  ['--order close', ({ order }) => order === 'close', 'a cluster gives sessions by key: leave it away'],
  ['--events', ({ events }) => events !== undefined, 'only one machine places processes in sessions'],
  ['--rejects', ({ rejects }) => rejects !== undefined, 'a file that is loaded already is not read again'],
];

/**
 * Refuses what a cluster can't do.
 *
 * @throws CmscError BAD_OPTION (usage) for the first such option.
 */
export function refuseLocalOptions(options: LocalOptions): void {
  for (const [option, isGiven, why] of REASONS)
    if (isGiven(options))
      throw new CmscError('usage', 'BAD_OPTION', `${option} does not go with --engine`, { hint: why });
}
