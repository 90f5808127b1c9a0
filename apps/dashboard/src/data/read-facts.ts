import type { Cell } from '../lists/column.js';
import type { Facts, HourActivity, TimeSpan } from '../lists/facts.js';
import { DAY, HOUR } from '../lists/clock.js';
import { WINDOWS_KEY } from '../lists/windows-lists.js';
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
  const windows = columns.includes('logon_id');
  const labelled = windows ? await rows('SELECT count(label) FROM db.sessions') : [];
  const labels = Number(labelled[0]?.[0] ?? 0);
  const attackTimes = (await rows('SELECT attack_time FROM db.redteam ORDER BY 1')).map(([time]) =>
    Number(time),
  );
  const activity = (await rows('SELECT source, hour, rows FROM db.activity ORDER BY hour')).map(activityOf);
  const [times] = await rows(`SELECT min(first), max(last) FROM (
    SELECT min(start_time) AS first, max(end_time) AS last FROM db.sessions
    UNION ALL SELECT min(start_time), max(start_time) FROM db.open_sessions)`);
  const ledger = ledgerOf(await rows('SELECT source, name, value FROM db.ledger'));
  return {
    path,
    rejectsPath,
    alerts,
    cmscVersion: String(meta?.[0] ?? ''),
    windows,
    ...(windows ? WINDOWS_FACTS : keyFacts(columns)),
    sessions,
    openSessions,
    labelled: ledger['labels'] !== undefined || labels > 0,
    attackedSessions,
    ledger,
    activity,
    traffic: await readTraffic(rows),
    span: spanOf(activity, times ?? []),
    attackTimes,
  };
}

// A database has the tables of what it was built from.
async function readTraffic(rows: (sql: string) => Promise<Cell[][]>): Promise<Facts['traffic']> {
  const tables = await rows(`SELECT table_name FROM duckdb_tables() WHERE database_name = 'db'`);
  return (['flows', 'dns'] as const).filter((name) => tables.some(([table]) => table === name));
}

/** Windows events name a session's user and computer, and where it came from, in columns of their own. */
const WINDOWS_FACTS = {
  keyColumns: WINDOWS_KEY,
  userColumn: 'user',
  computerColumn: 'host',
  originColumn: 'origins',
};

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

const DAY_ONE: TimeSpan = { from: 0, to: DAY - 1 };

// Of rows it is known in which hour they are, of sessions in which second they begin and end.
function spanOf(activity: readonly HourActivity[], times: readonly Cell[]): TimeSpan {
  const [first, last] = times.map((time) => (time === null ? null : Number(time)));
  const hours = [...activity.map(({ hour }) => hour), ...[first, last].flatMap(hourOf)];
  if (hours.length === 0) return DAY_ONE;
  const least = hours.reduce((left, right) => Math.min(left, right));
  const most = hours.reduce((left, right) => Math.max(left, right));
  const isIn = (time: number | null | undefined, hour: number): time is number => hourOf(time)[0] === hour;
  return {
    from: isIn(first, least) ? first : least * HOUR,
    to: isIn(last, most) ? last : (most + 1) * HOUR - 1,
  };
}

function hourOf(time: number | null | undefined): number[] {
  return time === null || time === undefined ? [] : [Math.floor(time / HOUR)];
}

function activityOf([source, hour, rows]: readonly unknown[]): HourActivity {
  return { source: String(source), hour: Number(hour), rows: Number(rows) };
}
