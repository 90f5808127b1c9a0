import type { Facts, HourActivity } from '../lists/facts.js';
import type { ConnectionPool } from './connection-pool.js';

/** Columns of `sessions` that are no part of the key. */
const OTHER_COLUMNS = new Set(
  'session_id start_time end_time duration logons logoffs origins label attack_times'.split(' '),
);

/**
 * Reads what is small and needed by every screen. It takes no time that grows with the number of sessions.
 * @throws what DuckDB throws when a table of the schema is missing
 */
export async function readFacts(
  { path, rejectsPath, alerts }: Pick<Facts, 'path' | 'rejectsPath' | 'alerts'>,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<Facts> {
  const rows = (sql: string) => pool.rows({ sql }, signal);
  const columns = (
    await rows(
      `SELECT column_name FROM duckdb_columns()
       WHERE database_name = 'db' AND table_name = 'sessions' ORDER BY column_index`,
    )
  ).map(([name]) => String(name));
  const [meta] = await rows('SELECT cmsc_version FROM db.meta');
  const [counts] = await rows(
    `SELECT (SELECT count(*) FROM db.sessions), (SELECT count(*) FROM db.open_sessions),
      (SELECT count(*) FROM db.sessions WHERE label > 0)`,
  );
  const [sessions = 0, openSessions = 0, attackedSessions = 0] = (counts ?? []).map(Number);
  const attackTimes = (await rows('SELECT attack_time FROM db.redteam ORDER BY 1')).map(([time]) =>
    Number(time),
  );
  const ledger = ledgerOf(await rows('SELECT source, name, value FROM db.ledger'));
  return {
    path,
    rejectsPath,
    alerts,
    cmscVersion: String(meta?.[0] ?? ''),
    ...keyFacts(columns),
    sessions,
    openSessions,
    labelled: ledger['labels'] !== undefined,
    attackedSessions,
    ledger,
    activity: (await rows('SELECT source, hour, rows FROM db.activity ORDER BY hour')).map(activityOf),
    attackTimes,
  };
}

function keyFacts(
  columns: readonly string[],
): Pick<Facts, 'keyColumns' | 'userColumn' | 'computerColumn' | 'originColumn'> {
  const keyColumns = columns.filter((column) => !OTHER_COLUMNS.has(column));
  const first = (...names: string[]) => names.find((name) => keyColumns.includes(name)) ?? null;
  return {
    keyColumns,
    userColumn: first('dst_user', 'src_user'),
    computerColumn: first('dst_machine', 'src_machine'),
    originColumn: columns.includes('origins') ? 'origins' : first('src_machine'),
  };
}

function ledgerOf(rows: readonly (readonly unknown[])[]): Facts['ledger'] {
  const ledger: Record<string, Record<string, number>> = {};
  for (const [source, name, value] of rows) (ledger[String(source)] ??= {})[String(name)] = Number(value);
  return ledger;
}

function activityOf([source, hour, rows]: readonly unknown[]): HourActivity {
  return { source: String(source), hour: Number(hour), rows: Number(rows) };
}
