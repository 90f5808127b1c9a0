import { sqlIdentifier } from '@cmsc/core';
import type { CampaignDatabase, CampaignWindow } from './campaign.js';

/** What a database was built of, as far as sections have to know. */
export interface DatabaseKind {
  name: 'cmsc';
  /** Whether seconds count from 1970, and not from a day that nobody knows. */
  isCalendar: boolean;
  /** The columns of `sessions`: those that tell them apart are not always the same. */
  columns: ReadonlySet<string>;
}

/** Finds out what a database was built of. */
export async function kindOfDatabase(database: CampaignDatabase): Promise<DatabaseKind> {
  const { rows } = await database.rows(
    `SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = 'sessions'`,
  );
  return { name: 'cmsc', isCalendar: false, columns: new Set(rows.map(([name]) => String(name))) };
}

/**
 * The views that sections ask: the tables of the database under one set of names, and nothing outside the window. Sessions are in it by
 * their start, red-team events by their time, hours by their first second.
 */
export function campaignViews(kind: DatabaseKind, window: CampaignWindow): string[] {
  const account = firstOf(kind, 'dst_user', 'src_user', 'user_domain');
  const destination = firstOf(kind, 'dst_machine', 'computer');
  const sources = kind.columns.has('origins')
    ? 'origins'
    : kind.columns.has('src_machine')
      ? '[src_machine]'
      : '[]::VARCHAR[]';
  const names = `${account} AS account, ${destination} AS destination, ${sources} AS sources`;
  const labels = 'label, coalesce(attack_times, []) AS attack_times';
  return [
    `campaign_sessions AS SELECT session_id, ${names}, start_time, end_time, duration, logons, logoffs, ${labels}
      FROM sessions WHERE ${within('start_time', window)}`,
    `campaign_open AS SELECT ${names}, start_time, logons, ${labels} FROM open_sessions WHERE ${within('start_time', window)}`,
    `campaign_redteam AS SELECT tuple_id, attack_time, src_user AS account, src_machine AS source, dst_machine AS destination,
      rows, match, fate, reason_codes FROM redteam WHERE ${within('attack_time', window)}`,
    `campaign_matches AS SELECT tuple_id, session_id FROM red_team_matches
      SEMI JOIN campaign_redteam USING (tuple_id) SEMI JOIN campaign_sessions USING (session_id)`,
    `campaign_processes AS SELECT session_id, position, time, gap, process_name FROM session_processes`,
    `campaign_activity AS SELECT source, hour * 3600 AS start, rows FROM activity WHERE ${within('hour * 3600', window)}`,
  ].map((view) => `CREATE OR REPLACE TEMP VIEW ${view}`);
}

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
