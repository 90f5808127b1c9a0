import { CmscError, showable, type Dictionary, type RedTeamEvent } from '@cmsc/core';
import { RedTeamIndex, summarizeRedTeam, type RedTeamSummary } from '@cmsc/labeling';
import { formats, nameOfInput, sniffDialect, type ColumnReader, type Dialect } from '@cmsc/loaders';
import type { InputSummary } from '@cmsc/store';
import { inputsOf, namesOf, openEvents, tableAt } from './event-source.js';
import type { InputOptions } from './options.js';

/** How a red-team file is read. */
export type RedTeamOptions = Pick<InputOptions, 'dialect' | 'signal' | 'onWarning'>;

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
  { dialect: { delimiter } = {}, signal, onWarning }: RedTeamOptions = {},
): Promise<RedTeam> {
  if (await tableAt(path)) return readRedTeam(path, { signal, onWarning });
  const dialects: Dialect[] = [{ header: true }, {}];
  if (delimiter !== undefined) dialects.push({ header: true, delimiter }, { delimiter });
  const dialect = await sniffDialect(path, formats.redteam, dialects, signal);
  return readRedTeam(path, { dialect, signal, onWarning });
}

/**
 * Counts over a red-team file: rows, distinct tuples, users, sources, destinations, days.
 *
 * @throws CmscError of kind data or io when the file is not a red-team file or can't be read.
 */
export async function summarizeRedTeamFile(
  path: string,
  options: RedTeamOptions = {},
): Promise<RedTeamSummary & Pick<InputSummary, 'trimmedRows' | 'blankLines'>> {
  const { index, inputs } = await (options.dialect ? readRedTeam : loadRedTeam)(path, options);
  const { trimmedRows, blankLines } = inputs[0] ?? {};
  const counts = { ...(trimmedRows && { trimmedRows }), ...(blankLines && { blankLines }) };
  return { ...summarizeRedTeam(index), ...counts };
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

async function readRedTeam(path: string, { dialect, signal, onWarning }: RedTeamOptions): Promise<RedTeam> {
  const input = { inputs: [path], dialect, signal, onWarning, threads: 1 };
  const { reader } = await openEvents(formats.redteam, input, {
    select: namesOf(formats.redteam),
    neverSkips: true,
  });
  const events = await eventsOf(reader).catch((error: unknown) => {
    throw withOwnHint(error, dialect);
  });
  const inputs = inputsOf(reader);
  for (const warning of warningsOf(inputs)) onWarning?.(warning);
  return { index: new RedTeamIndex(events), inputs };
}

async function eventsOf(reader: ColumnReader): Promise<RedTeamEvent[]> {
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
  return events;
}

/** A first line with other names than the data's: options about headers are about auth, and would not help here. */
function withOwnHint(error: unknown, dialect: Dialect | undefined): unknown {
  if (!(error instanceof CmscError) || error.code !== 'BAD_TIME' || dialect?.header) return error;
  const { kind, code, what, context } = error;
  if (context.line !== 1 || /\d/.test(context.text ?? '')) return error;
  const columns = formats.redteam.columns.map(({ name }) => name).join(',');
  return new CmscError(kind, code, what, {
    ...context,
    hint: `if it names the columns, name them ${columns}`,
  });
}

/** What changes the meaning of all labels, or of some rows. */
function warningsOf(inputs: readonly InputSummary[]): string[] {
  return inputs.flatMap(({ path, rows, trimmedRows = 0 }) => {
    const name = showable(nameOfInput(path));
    const isOne = trimmedRows === 1;
    return [
      ...(rows === 0 ? [`${name}: the red-team file holds no rows, so that nothing counts as attacked`] : []),
      ...(trimmedRows > 0
        ? [
            `${name}: ${trimmedRows} ${isOne ? 'row' : 'rows'} with white space around values, which was taken off`,
          ]
        : []),
    ];
  });
}
