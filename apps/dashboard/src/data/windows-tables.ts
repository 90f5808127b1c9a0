import { sqlLiteral } from '@cmsc/core';
import type { Ask } from '@cmsc/pipeline';
import { join } from 'node:path';

const SECOND = (time: string) => `floor(epoch(${time}))::INTEGER`;

/** Who, where, and what a session of a computer's events is told by. */
const KEY = ['dst_user', 'dst_machine', 'logon_type', 'logon_id', 'linked_logon_id'];
const SESSION_KEY = `if(domain = '', "user", domain || '\\' || "user") AS dst_user, host AS dst_machine,
  coalesce(logon_type::VARCHAR, '') AS logon_type, logon_id, coalesce(linked_logon_id, '') AS linked_logon_id`;
const ORIGINS = `list_filter([source_ip, source_host], lambda name: name <> '') AS origins`;
const ATTACKS = `[]::INTEGER[] AS attack_times`;

/** What screens show of CMSC, made of a database of Windows events: seconds since 1970 in place of its own clock. */
const TABLES: readonly string[] = [
  `CREATE TABLE db.sessions AS SELECT session_id, ${SESSION_KEY}, ended_by, ${SECOND('start_time')} AS start_time,
    ${SECOND('greatest(start_time, end_time)')} AS end_time, greatest(0, round(epoch(end_time) - epoch(start_time)))::INTEGER AS duration, 1 AS logons, 1 AS logoffs,
    ${ORIGINS}, label, ${ATTACKS} FROM windows.sessions ORDER BY session_id`,
  `CREATE TABLE db.open_sessions AS SELECT ${SESSION_KEY}, ended_by, ${SECOND('start_time')} AS start_time, 1 AS logons,
    ${ORIGINS}, label, ${ATTACKS} FROM windows.open_sessions ORDER BY session_id`,
  `CREATE TABLE db.session_processes AS SELECT session_id, position, ${SECOND('time')} AS time, gap, process_name
    FROM windows.session_processes`,
  `CREATE TABLE db.process_runs AS SELECT run_id, "user" AS user_domain, host AS computer, process_name,
    ${SECOND('start_time')} AS start_time, ${SECOND('end_time')} AS end_time, greatest(0, round(epoch(end_time) - epoch(start_time)))::INTEGER AS duration, 1 AS starts, 1 AS ends
    FROM windows.process_runs WHERE end_time IS NOT NULL`,
  ...['redteam', 'red_team_matches', 'anomalies', 'inputs', 'meta'].map(
    (table) => `CREATE TABLE db.${table} AS FROM windows.${table}`,
  ),
  `CREATE TABLE db.activity AS SELECT 'auth' AS source, (epoch(start_time) // 3600)::INTEGER AS hour, count(*) AS rows,
    count(*) AS starts, count(end_time) AS ends FROM
    (SELECT start_time, end_time FROM windows.sessions UNION ALL SELECT start_time, NULL FROM windows.open_sessions)
    GROUP BY ALL ORDER BY hour`,
  `CREATE TABLE db.ledger AS SELECT replace(source, 'windows', 'auth') AS source, name, value FROM windows.ledger
    WHERE source = 'windows'
    UNION ALL SELECT source, unnest(if(name = 'rows', ['redteamRows', 'distinct'], [name])), value FROM windows.ledger
    WHERE source = 'labels'
    UNION ALL SELECT 'auth', 'other', coalesce(sum(value), 0) FROM windows.ledger WHERE source = 'windows other'
    UNION ALL SELECT 'auth', 'rejected', coalesce(sum(value), 0) FROM windows.ledger WHERE source = 'windows rejected'`,
  `CREATE TABLE db.options AS SELECT name, if(name = 'key', ${sqlLiteral(JSON.stringify(KEY))}, value) AS value
    FROM windows.options`,
];

/** Whether the database that is attached as `db` was built of Windows events. */
export async function isOfWindows(ask: Ask): Promise<boolean> {
  const rows = await ask(
    `SELECT 1 FROM duckdb_columns() WHERE database_name = 'db' AND table_name = 'sessions' AND column_name = 'logon_id'`,
  );
  return rows.length > 0;
}

/** Puts tables that screens can show in the place of those of Windows events. */
export async function adaptWindows(path: string, folder: string, ask: Ask): Promise<void> {
  await ask('DETACH db');
  await ask(`ATTACH ${sqlLiteral(path)} AS windows (READ_ONLY)`);
  await ask(`ATTACH ${sqlLiteral(join(folder, 'windows.duckdb'))} AS db`);
  for (const sql of TABLES) await ask(sql);
}
