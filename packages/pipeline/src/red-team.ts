import type { RedTeamEvent } from '@cmsc/core';
import { RedTeamIndex, summarizeRedTeam, type RedTeamSummary } from '@cmsc/labeling';
import { readEvents, type ReadOptions } from '@cmsc/loaders';

/**
 * The red-team file as an index, ready for labels.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function loadRedTeam(
  path: string,
  { signal }: Pick<ReadOptions, 'signal'> = {},
): Promise<RedTeamIndex> {
  return indexOf(readEvents(path, 'redteam', { signal }));
}

/**
 * Counts over a red-team file: rows, distinct tuples, users, sources, destinations, days.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function summarizeRedTeamFile(
  path: string,
  options: Pick<ReadOptions, 'dialect' | 'signal'> = {},
): Promise<RedTeamSummary> {
  return summarizeRedTeam(await indexOf(readEvents(path, 'redteam', options)));
}

async function indexOf(events: AsyncIterable<RedTeamEvent>): Promise<RedTeamIndex> {
  const all: RedTeamEvent[] = [];
  for await (const event of events) all.push(event);
  return new RedTeamIndex(all);
}
