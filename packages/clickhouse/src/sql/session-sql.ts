import { keySql } from './session-form.js';
import type { SessionRule } from '@cmsc/core';
import type { TemporaryTable } from '../sessions/temporary-tables.js';

/** Which sessions are wanted. */
export interface SessionSelection {
  /** Sessions without an end too (no). */
  keepOpen?: boolean;
  /** Shortest duration of a session with an end, seconds (0). */
  minDurationSeconds?: number;
}

/** Where the sessions of a node lie, and what they are labelled with. */
export interface SessionTables {
  runs: TemporaryTable;
  rule: SessionRule;
  /** When absent there are no labels. */
  redteam?: TemporaryTable;
  /** Time of the last row of the events, or of the end of the window: how far an open session reaches. */
  lastTime: number;
}

/**
 * A SELECT of the sessions of a node: columns of the key, start_time, end_time (-1 for none), starts, ends, n, origins, and with a red
 * team `attack_times`, the distinct times of its logons inside the session, ascending.
 */
export function sessionsSql(
  { runs, rule, redteam, lastTime }: SessionTables,
  selection: SessionSelection,
): string {
  const { keepOpen = false, minDurationSeconds = 0 } = selection;
  const closed = `ends > 0 AND end_time - start_time >= ${minDurationSeconds}`;
  const wanted = `SELECT * FROM ${runs.name} WHERE starts > 0 AND (${closed}${keepOpen ? ' OR ends = 0' : ''})`;
  const columns = `${keySql(rule)}, start_time, end_time, starts, ends, n, origins`;
  if (!redteam) return `SELECT ${columns} FROM (${wanted})`;
  return `SELECT ${columns},
  CAST(arraySort(arrayDistinct(arrayMap(logon -> logon.1, arrayFilter(logon -> logon.1 >= start_time AND logon.1 <= ${reach(lastTime)} AND ${comesFrom(rule, 'logon.2')}, logons)))), 'Array(UInt32)') AS attack_times
FROM (${wanted}) AS sessions
LEFT ANY JOIN (
  SELECT src_user AS attacked_user, dst_machine AS attacked_machine, groupArray((attack_time, src_machine)) AS logons
  FROM ${redteam.name} GROUP BY attacked_user, attacked_machine
) AS redteam ON sessions.dst_user = redteam.attacked_user AND sessions.dst_machine = redteam.attacked_machine`;
}

/** The last second of a session, as SQL: that of the last row for an open one. */
export function reach(lastTime: number): string {
  return `if(ends = 0, ${lastTime}, end_time)`;
}

/** Whether a source is the session's, or one of its origins, as SQL. */
export function comesFrom({ key }: SessionRule, source: string): string {
  return key.includes('src_machine') ? `src_machine = ${source}` : `has(origins, ${source})`;
}
