import { sqlIdentifier } from '@cmsc/core';
import type { CampaignDatabase, CampaignWindow } from './campaign.js';

/** What a database was built of, as far as sections have to know. */
export interface DatabaseKind {
  name: 'cmsc' | 'windows';
  /** Whether seconds count from 1970, and not from a day that nobody knows. */
  isCalendar: boolean;
  /** What is known of an attack: that it was logged on, or that somebody has put a label on a logon. */
  event: string;
  /** The columns of `sessions`: those that tell them apart are not always the same. */
  columns: ReadonlySet<string>;
}

/** Finds out what a database was built of. */
export async function kindOfDatabase(database: CampaignDatabase): Promise<DatabaseKind> {
  const { rows } = await database.rows(
    `SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = 'sessions'`,
  );
  const columns = new Set(rows.map(([name]) => String(name)));
  return columns.has('logon_id')
    ? { name: 'windows', isCalendar: true, event: 'labelled logon', columns }
    : { name: 'cmsc', isCalendar: false, event: 'red-team event', columns };
}

/**
 * The views that sections ask: the tables of the database under one set of names, times in seconds, and nothing outside the window. Sessions
 * are in it by their start, red-team events by their time, hours by their first second.
 */
export function campaignViews(kind: DatabaseKind, window: CampaignWindow): string[] {
  const { sessions, open, redteam, processes } = kind.name === 'cmsc' ? cmscTables(kind) : WINDOWS_TABLES;
  return [
    `campaign_sessions AS FROM (${sessions}) WHERE ${within('start_time', window)}`,
    `campaign_open AS FROM (${open}) WHERE ${within('start_time', window)}`,
    `campaign_redteam AS FROM (${redteam}) WHERE ${within('attack_time', window)}`,
    `campaign_matches AS SELECT tuple_id, session_id FROM ${kind.name === 'cmsc' ? 'red_team_matches' : '(SELECT session_id AS tuple_id, session_id FROM sessions)'}
      SEMI JOIN campaign_redteam USING (tuple_id) SEMI JOIN campaign_sessions USING (session_id)`,
    `campaign_processes AS SELECT session_id, position, ${processes} AS time, gap, process_name FROM session_processes`,
    `campaign_activity AS SELECT source, hour * 3600 AS start, rows FROM activity WHERE ${within('hour * 3600', window)}`,
  ].map((view) => `CREATE OR REPLACE TEMP VIEW ${view}`);
}

/** What the views are made of. */
interface Tables {
  /** Queries for complete sessions, for those without an end, and for red-team events. */
  sessions: string;
  open: string;
  redteam: string;
  /** The time of a process. */
  processes: string;
}

function cmscTables(kind: DatabaseKind): Tables {
  const account = firstOf(kind, 'dst_user', 'src_user', 'user_domain');
  const destination = firstOf(kind, 'dst_machine', 'computer');
  const sources = kind.columns.has('origins')
    ? 'origins'
    : kind.columns.has('src_machine')
      ? '[src_machine]'
      : '[]::VARCHAR[]';
  const columns = `${account} AS account, ${destination} AS destination, ${sources} AS sources, start_time, logons,
    label, coalesce(attack_times, []) AS attack_times`;
  return {
    sessions: `SELECT session_id, ${columns}, end_time, duration, NULL::INTEGER AS logon_type, []::VARCHAR[] AS labels FROM sessions`,
    open: `SELECT ${columns} FROM open_sessions`,
    redteam: `SELECT tuple_id, attack_time, src_user AS account, src_machine AS source, dst_machine AS destination, rows, match, fate,
      reason_codes FROM redteam`,
    processes: 'time',
  };
}

const seconds = (column: string) => `epoch_us(${column}) / 1000000`;
const WINDOWS_NAMES = `"user" AS account, host AS destination, coalesce(nullif(source_ip, ''), source_host, '') AS source,
  ${seconds('start_time')} AS start_time, label`;
const WINDOWS_SESSION = `account, destination, [source] AS sources, start_time, label,
  CASE WHEN label = 1 THEN [start_time] ELSE [] END AS attack_times`;

/** A label of Windows events is on sessions: each labelled one is an event, at its start. */
const WINDOWS_TABLES: Tables = {
  sessions: `SELECT session_id, ${WINDOWS_SESSION}, end_time, duration, 1 AS logons, logon_type, labels
    FROM (SELECT session_id, ${WINDOWS_NAMES}, ${seconds('end_time')} AS end_time, duration, logon_type, labels FROM sessions)`,
  open: `SELECT ${WINDOWS_SESSION}, 1 AS logons FROM (SELECT ${WINDOWS_NAMES} FROM open_sessions)`,
  redteam: ['sessions', 'open_sessions']
    .map(
      (
        table,
      ) => `SELECT session_id AS tuple_id, start_time AS attack_time, account, source, destination, 1 AS rows, 'label' AS match,
        '${table === 'sessions' ? 'session' : 'open'}' AS fate, []::VARCHAR[] AS reason_codes
        FROM (SELECT session_id, ${WINDOWS_NAMES} FROM ${table}) WHERE label = 1`,
    )
    .join(' UNION ALL '),
  processes: seconds('time'),
};

/** The first of these columns that there is; nothing where there is none. */
function firstOf({ columns }: DatabaseKind, ...names: string[]): string {
  const name = names.find((each) => columns.has(each));
  return name === undefined ? `''` : sqlIdentifier(name);
}

function within(column: string, { from, to }: CampaignWindow): string {
  const conditions = [
    ...(from === undefined ? [] : [`${column} >= ${from}`]),
    ...(to === undefined ? [] : [`${column} <= ${to}`]),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}
