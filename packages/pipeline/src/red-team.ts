import type { Dictionary, RedTeamEvent } from '@cmsc/core';
import { RedTeamIndex, summarizeRedTeam, type RedTeamSummary } from '@cmsc/labeling';
import { formats, readColumns, readEvents, sniffFormat, type Dialect, type ReadOptions } from '@cmsc/loaders';
import type { InputSummary } from '@cmsc/store';
import { inputsOf } from './event-source.js';

/** A red-team file, read. */
export interface RedTeam {
  /** Its rows, ready for labels. */
  index: RedTeamIndex;
  /** The file itself, for the report. */
  inputs: InputSummary[];
}

/**
 * The red-team file of a run. It comes from LANL as it is even where auth was written anew, so it is read in the run's
 * dialect only when its first rows are written in it (with `header`: when its first line names its columns), and in LANL's
 * own otherwise. A pipe can't be looked at first and is always taken for LANL's.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function loadRedTeam(
  path: string,
  { dialect, signal }: Pick<ReadOptions, 'dialect' | 'signal'> = {},
): Promise<RedTeam> {
  const select = ['src_user', 'src_machine', 'dst_machine'];
  const reader = readColumns(path, formats.redteam, {
    select,
    signal,
    dialect: await dialectOf(path, dialect),
  });
  const events: RedTeamEvent[] = [];
  for await (const { length, time, ids } of reader) {
    const { user, computer } = reader.dictionaries as Record<'user' | 'computer', Dictionary>;
    for (let row = 0; row < length; row++)
      events.push({
        attack_time: time[row] as number,
        src_user: user.name(ids[0]?.[row] as number),
        src_machine: computer.name(ids[1]?.[row] as number),
        dst_machine: computer.name(ids[2]?.[row] as number),
      });
  }
  return { index: new RedTeamIndex(events), inputs: inputsOf(reader) };
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
  const events: RedTeamEvent[] = [];
  for await (const event of readEvents(path, 'redteam', options)) events.push(event);
  return summarizeRedTeam(new RedTeamIndex(events));
}

/** The run's dialect, without its names of auth's columns, if the file is written in it. */
async function dialectOf(path: string, dialect: Dialect | undefined): Promise<Dialect | undefined> {
  if (!dialect || path === '-') return undefined;
  const { delimiter, header } = dialect;
  const format = await sniffFormat(path, { delimiter, header });
  return format?.name === 'redteam' ? { delimiter, header } : undefined;
}
