import { CmscError, sqlIdentifier } from '@cmsc/core';
import { engineMessage, tableInFile } from '@cmsc/store';
import type { Cell } from '../lists/column.js';
import type { ConnectionPool } from './connection-pool.js';
import type { AlertFacts } from './facts.js';
import { MEMORY_LIMIT } from './open-database.js';
import { Parameters } from './statement.js';

/** Scores of sessions to be shown. */
export interface ScoresOptions {
  /** File with a column `session_id` and one for each score, as `cmsc score X.duckdb` writes it. */
  path: string;
  /** Alerts a day that somebody looks into. */
  perDay: number;
}

/** The table of scored sessions, by rank. */
export const ALERTS = 'idx.alerts';

/** The plain never-seen rule, beside which other scores stand: it makes the order only where there is no other. */
const BASELINE = 'edge';
/** Reading text takes more at once than all that a screen asks for. */
const RANKING_MEMORY = '256MB';
/** Columns that may stand beside the scores. */
const OTHERS = [
  'start_time',
  'end_time',
  'duration',
  'src_machine',
  'dst_user',
  'dst_machine',
  'logons',
  'logoffs',
];

/**
 * Ranks the sessions of a database by their scores, the highest first, in all and within the day of their start; equal ones by
 * their number. The table is {@link ALERTS}.
 *
 * @throws CmscError UNKNOWN_FORMAT, MISSING_COLUMN, OTHER_UNITS (data) for what are no scores of these sessions; NOT_FOUND,
 * READ_FAILED (io).
 */
export async function rankAlerts(
  { path, perDay }: ScoresOptions,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<AlertFacts> {
  const { prepare, from } = await tableInFile(path, 'given_scores', 'scores');
  const rows = (sql: string) => pool.rows({ sql, parameters: new Parameters() }, signal);
  try {
    await rows(`SET memory_limit = '${RANKING_MEMORY}'`);
    if (prepare !== undefined) await rows(prepare);
    const columns = (await rows(`DESCRIBE FROM ${from}`)).map(([name]) => String(name));
    const scores = scoresIn(columns, path);
    const top = sqlIdentifier(scores.find((name) => name !== BASELINE) ?? BASELINE);
    const values = scores.map(sqlIdentifier).map((name) => `TRY_CAST(${name} AS DOUBLE) AS ${name}`);
    // The scores' own columns of these names would stand in the way of the sessions'.
    await rows(`CREATE TABLE ${ALERTS} AS
      WITH given AS (SELECT TRY_CAST(session_id AS BIGINT) AS id, ${values.join(', ')} FROM ${from})
      SELECT row_number() OVER (ORDER BY ${top} DESC, id) AS rank, start_time // 86400 AS day,
        row_number() OVER (PARTITION BY start_time // 86400 ORDER BY ${top} DESC, id) AS day_rank,
        given.* EXCLUDE (id), sessions.*, id AS scored
      FROM given LEFT JOIN db.sessions ON session_id = id`);
    await checkSessions(await rows(PROBLEM), path);
    const [counts] = await rows(`SELECT count(DISTINCT day), count(*) FILTER (day_rank <= ${perDay}),
      count(*) FILTER (day_rank <= ${perDay} AND label > 0), count(*) FILTER (label > 0) FROM ${ALERTS}`);
    const [days = 0, raised = 0, attacked = 0, ofAttacked = 0] = (counts ?? []).map(Number);
    return { scores, perDay, days, raised, attacked, ofAttacked };
  } catch (error) {
    if (error instanceof CmscError || signal.aborted) throw error;
    throw new CmscError(
      'data',
      'UNKNOWN_FORMAT',
      `is no table that can be read: ${engineMessage(error as Error)}`,
      {
        file: path,
        hint: 'give what cmsc score wrote of this database',
        cause: error,
      },
    );
  } finally {
    await rows(`SET memory_limit = '${MEMORY_LIMIT}'`);
  }
}

const PROBLEM = `SELECT scored, session_id IS NULL FROM ${ALERTS}
  WHERE session_id IS NULL OR scored IN (SELECT scored FROM ${ALERTS} GROUP BY 1 HAVING count(*) > 1) LIMIT 1`;

function scoresIn(columns: readonly string[], file: string): string[] {
  const scores = columns.filter((name) => name !== 'session_id' && !OTHERS.includes(name));
  if (columns.includes('session_id') && scores.length > 0) return scores;
  throw new CmscError('data', 'MISSING_COLUMN', 'has no column session_id and one with a score', {
    file,
    hint: 'score the sessions of this database with cmsc score',
  });
}

function checkSessions([problem]: readonly (readonly Cell[])[], file: string): void {
  if (problem === undefined) return;
  const what = problem[1] ? 'has a session that the database has not' : 'has a session more than once';
  throw new CmscError('data', 'OTHER_UNITS', what, {
    file,
    text: String(problem[0]),
    hint: 'give what cmsc score wrote of this database',
  });
}
