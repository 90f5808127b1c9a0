import { sqlIdentifier } from '@cmsc/core';
import { readSessionScores } from '@cmsc/pipeline';
import type { ConnectionPool } from './connection-pool.js';
import type { AlertFacts } from '../lists/facts.js';
import { ALERTS } from '../lists/session-lists.js';
import { MEMORY_LIMIT } from './open-database.js';

/** Scores of sessions to be shown. */
export interface ScoresOptions {
  /** File with a column `session_id` and one for each score, as `cmsc score X.duckdb` writes it. */
  path: string;
  /** Alerts a day that somebody looks into. */
  perDay: number;
}

/** The plain never-seen rule, beside which other scores stand: it makes the order only where there is no other. */
const BASELINE = 'edge';
/** Reading text takes more at once than all that a screen asks for. */
const RANKING_MEMORY = '256MB';

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
  const rows = (sql: string) => pool.rows({ sql }, signal);
  try {
    await rows(`SET memory_limit = '${RANKING_MEMORY}'`);
    const table = 'idx.session_scores';
    const scores = await readSessionScores(path, { ask: rows, sessions: 'db.sessions', table });
    const top = sqlIdentifier(scores.find((name) => name !== BASELINE) ?? BASELINE);
    await rows(`CREATE TABLE ${ALERTS} AS
      SELECT row_number() OVER (ORDER BY ${top} DESC, session_id) AS rank, start_time // 86400 AS day,
        row_number() OVER (PARTITION BY start_time // 86400 ORDER BY ${top} DESC, session_id) AS day_rank, *
      FROM ${table} JOIN db.sessions USING (session_id)`);
    await rows(`DROP TABLE ${table}`);
    const [counts] = await rows(`SELECT count(DISTINCT day), count(*) FILTER (day_rank <= ${perDay}),
      count(*) FILTER (day_rank <= ${perDay} AND label > 0), count(*) FILTER (label > 0) FROM ${ALERTS}`);
    const [days = 0, raised = 0, attacked = 0, ofAttacked = 0] = (counts ?? []).map(Number);
    return { scores, perDay, days, raised, attacked, ofAttacked };
  } finally {
    await rows(`SET memory_limit = '${MEMORY_LIMIT}'`);
  }
}
