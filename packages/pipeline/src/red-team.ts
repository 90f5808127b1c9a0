import { CmscError, type Dictionary, type RedTeamEvent } from '@cmsc/core';
import { RedTeamIndex, summarizeRedTeam, type RedTeamSummary } from '@cmsc/labeling';
import { formats, readColumns, sniffDialect, type Dialect, type ReadOptions } from '@cmsc/loaders';
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
 * The red-team file of a run. It comes from LANL as it is even where auth was written anew, so it is looked at for itself: it is
 * read in the run's dialect only when its first rows are written in it, and with a header whenever its first line names its columns.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function loadRedTeam(
  path: string,
  { dialect: { delimiter } = {}, signal }: Pick<ReadOptions, 'dialect' | 'signal'> = {},
): Promise<RedTeam> {
  const dialects: Dialect[] = [{ header: true }, {}];
  if (delimiter !== undefined) dialects.push({ header: true, delimiter }, { delimiter });
  return readRedTeam(path, { dialect: await sniffDialect(path, formats.redteam, dialects, signal), signal });
}

/**
 * Counts over a red-team file: rows, distinct tuples, users, sources, destinations, days.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function summarizeRedTeamFile(
  path: string,
  options: Pick<ReadOptions, 'dialect' | 'signal'> = {},
): Promise<RedTeamSummary & Pick<InputSummary, 'trimmedRows'>> {
  const { index, inputs } = await (options.dialect ? readRedTeam : loadRedTeam)(path, options);
  const { trimmedRows } = inputs[0] ?? {};
  return { ...summarizeRedTeam(index), ...(trimmedRows !== undefined && { trimmedRows }) };
}

/**
 * The one red-team file among some.
 *
 * @throws CmscError BAD_OPTION (usage) when there are several: rows of one would be taken for those of all.
 */
export function onlyRedTeam(paths: readonly string[]): string | undefined {
  if (paths.length <= 1) return paths[0];
  throw new CmscError('usage', 'BAD_OPTION', 'there is more than one red-team file', {
    text: paths.join(' '),
    hint: 'name the one that the labels are to be of',
  });
}

/** Values are trimmed: people edit this file by hand, and a name with a blank behind it meets nothing. */
async function readRedTeam(path: string, options: Pick<ReadOptions, 'dialect' | 'signal'>): Promise<RedTeam> {
  const select = ['src_user', 'src_machine', 'dst_machine'];
  const reader = readColumns(path, formats.redteam, { ...options, select, trim: true });
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
