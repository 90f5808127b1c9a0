import { CmscError } from '@cmsc/core';
import { nameOfInput, withCopies } from '@cmsc/loaders';
import { tableInFile } from '@cmsc/store';
import { checkScoreFile } from './check-score-file.js';
import { isRowNumber, noScoreSql, OTHER_UNITS, otherUnits, scoreSql, wholeSql } from './score-values.js';

/** Columns that may stand beside the scores of sessions, and are none. */
export const BESIDE_SCORES: readonly string[] = [
  ...['start_time', 'end_time', 'duration', 'dst_user', 'src_machine', 'dst_machine'],
  ...['logons', 'logoffs', 'origins'],
];

/** Where scores are read to, and what they are of. */
export interface ScoresPlace {
  /** Gives the rows of a query on the database of the sessions. */
  ask: (sql: string) => Promise<readonly (readonly unknown[])[]>;
  /** Its table of sessions, as SQL names it. */
  sessions: string;
  /** The table to make: `session_id`, and a number for each score. */
  table: string;
}

/** Of these the columns that tell whether a session of a number is the same one. */
const WHOSE: readonly string[] = ['start_time', 'dst_user', 'dst_machine'];

const HINT = 'give what cmsc score wrote of this database';

/**
 * Reads the scores of sessions out of a file, whatever its format, into a table: each session at most once, and only those that there are.
 *
 * @returns the names of the scores: all columns but `session_id` and what describes a session.
 * @throws CmscError MISSING_COLUMN, UNKNOWN_FORMAT, OTHER_UNITS (data); NOT_FOUND, READ_FAILED (io).
 */
export async function readSessionScores(file: string, place: ScoresPlace): Promise<string[]> {
  return withCopies([file], undefined, async ([path = file]) => {
    await checkScoreFile(path, file);
    return readTable(path, nameOfInput(file), place);
  });
}

async function readTable(
  path: string,
  file: string,
  { ask, sessions, table }: ScoresPlace,
): Promise<string[]> {
  const { prepare, from } = await tableInFile(path, 'given_scores', 'scores');
  try {
    if (prepare !== undefined) await ask(prepare);
    const names = scoresAmong(
      (await ask(`DESCRIBE FROM ${from}`)).map(([name]) => String(name)),
      file,
    );
    await ask(
      `CREATE TABLE ${table} AS SELECT ${[wholeSql('session_id'), ...names.map(scoreSql)].join(', ')} FROM ${from}`,
    );
    const ids = `SELECT session_id FROM ${table}`;
    for (const [what, sql] of [
      [OTHER_UNITS.unknown, `${ids} ANTI JOIN ${sessions} USING (session_id)`],
      [OTHER_UNITS.twice, `${ids} GROUP BY 1 HAVING count(*) > 1`],
      [OTHER_UNITS.other, await otherSessionsSql(from, { ask, sessions })],
      ['whose score is no finite number', `${ids} WHERE ${names.map(noScoreSql).join(' OR ')}`],
    ] as const)
      refuse(await ask(`${sql} LIMIT 1`), what, file);
    return names;
  } catch (error) {
    if (error instanceof CmscError && error.code !== 'BAD_QUERY') throw error;
    const what = `is no table that can be read: ${(error as Error).message.split('\n')[0] ?? ''}`;
    throw new CmscError('data', 'UNKNOWN_FORMAT', what, { file, hint: HINT, cause: error });
  }
}

/**
 * SQL: the numbers of sessions that are others in a database than in a table of scores, by the columns that both have. Sessions
 * are numbered from 1 on in each database, so that the number alone would take scores of any other.
 */
export async function otherSessionsSql(
  scores: string,
  { ask, sessions }: Pick<ScoresPlace, 'ask' | 'sessions'>,
): Promise<string> {
  const given = (await ask(`DESCRIBE FROM ${scores}`)).map(([name]) => String(name).toLowerCase());
  const known = await ask(`DESCRIBE FROM ${sessions}`);
  const differ = known
    .filter(([name]) => WHOSE.includes(String(name)) && given.includes(String(name)))
    .filter(([, type]) => type === 'VARCHAR' || type === 'BIGINT')
    .map(([name, type]) => `TRY_CAST(f.${String(name)} AS ${String(type)}) <> s.${String(name)}`);
  return `SELECT s.session_id FROM ${scores} f JOIN ${sessions} s ON TRY_CAST(f.session_id AS BIGINT) = s.session_id
    WHERE ${['false', ...differ].join(' OR ')}`;
}

function scoresAmong(columns: readonly string[], file: string): string[] {
  const beside = ['session_id', ...BESIDE_SCORES];
  const scores = columns.filter((name) => !beside.includes(name.toLowerCase()) && !isRowNumber(name));
  if (columns.some((name) => name.toLowerCase() === 'session_id') && scores.length > 0) return scores;
  const what = 'has no column session_id and one with a score';
  throw new CmscError('data', 'MISSING_COLUMN', what, {
    file,
    hint: 'score the sessions of this database with cmsc score',
  });
}

function refuse([found]: readonly (readonly unknown[])[], what: string, file: string): void {
  if (found === undefined) return;
  throw otherUnits(file, 'session', what, String(found[0]), HINT);
}
