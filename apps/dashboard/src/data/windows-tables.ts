import { sqlLiteral } from '@cmsc/core';
import type { Ask } from '@cmsc/pipeline';

const SECOND = (time: string) => `floor(epoch(${time}))::BIGINT`;
const YES = (flag: string) => `CASE WHEN ${flag} THEN 'yes' ELSE '' END AS ${flag}`;

/** Columns of a table of sessions as screens compare and show them, in the place of their own. */
const SHOWN = [
  `${SECOND('start_time')} AS start_time`,
  `${SECOND('end_latest')} AS end_latest`,
  `coalesce(logon_type::VARCHAR, '') AS logon_type`,
  ...['elevated', 'privileged'].map(YES),
].join(', ');

// Where a logon came from, as far as it says so.
const ADDED = `list_distinct(list_filter([source_ip, source_host], lambda name: name <> '')) AS origins,
  []::BIGINT[] AS attack_times, 1 AS logons`;

/** What screens ask of a database, made of one of Windows events: seconds since 1970 in place of CMSC's own clock. */
const VIEWS: Readonly<Record<string, string>> = {
  sessions: `SELECT * REPLACE (${SHOWN}, ${SECOND('end_time')} AS end_time,
    greatest(0, floor(duration))::BIGINT AS duration), ${ADDED}, 1 AS logoffs FROM windows.sessions`,
  open_sessions: `SELECT * REPLACE (${SHOWN}), ${ADDED} FROM windows.open_sessions`,
  session_processes: `SELECT * REPLACE (${SECOND('time')} AS time) FROM windows.session_processes`,
  process_runs: `SELECT run_id, "user" AS user_domain, host AS computer, process_name, ${SECOND('start_time')} AS start_time,
    ${SECOND('end_time')} AS end_time, greatest(0, floor(epoch(end_time) - epoch(start_time)))::BIGINT AS duration
    FROM windows.process_runs WHERE end_time IS NOT NULL`,
  // Each kind of other rows has a counter of its own there, and so has each reason to reject one.
  ledger: `FROM windows.ledger WHERE source <> 'labels'
    UNION ALL SELECT source, unnest(if(name = 'rows', ['redteamRows', 'distinct'], [name])), value
    FROM windows.ledger WHERE source = 'labels'
    UNION ALL SELECT 'windows', 'other', coalesce(sum(value), 0) FROM windows.ledger WHERE source = 'windows other'
    UNION ALL SELECT 'windows', 'rejected', coalesce(sum(value), 0) FROM windows.ledger WHERE source = 'windows rejected'`,
  ...Object.fromEntries(
    ['redteam', 'red_team_matches', 'anomalies', 'activity', 'inputs', 'options', 'meta'].map((table) => [
      table,
      `FROM windows.${table}`,
    ]),
  ),
};

/** Whether the database that is attached as `db` was built of Windows events. */
export async function isOfWindows(ask: Ask): Promise<boolean> {
  const rows = await ask(
    `SELECT 1 FROM duckdb_columns() WHERE database_name = 'db' AND table_name = 'sessions' AND column_name = 'logon_id'`,
  );
  return rows.length > 0;
}

/** Puts views that screens can show in the place of the tables of Windows events. */
export async function adaptWindows(path: string, ask: Ask): Promise<void> {
  await ask('DETACH db');
  await ask(`ATTACH ${sqlLiteral(path)} AS windows (READ_ONLY)`);
  await ask(`ATTACH ':memory:' AS db`);
  for (const [name, sql] of Object.entries(VIEWS)) await ask(`CREATE VIEW db.${name} AS ${sql}`);
}
