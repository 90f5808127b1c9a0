import { sqlIdentifier } from '@cmsc/core';
import { ATTACKED, FIRST, LAST, NAME, SESSIONS } from './column.js';
import type { ListWriter } from './list-spec.js';
import { columnOf, whereSql, type Relation } from './relation.js';
import type { Parameters } from './statement.js';

/** Users with their sessions; on a computer's screen those that logged on to it. */
export const USERS = accounts('users', 'user', 'userColumn');

/** The same of computers. */
export const COMPUTERS = accounts('computers', 'computer', 'computerColumn');

/** Computers that the logons came from. */
export const ORIGINS = accounts('came from', 'computer', 'originColumn');

/** Computers that sessions of a computer's users went on to from it. */
export const REACHED = accounts('went on to', 'computer', 'computerColumn');

function accounts(
  title: string,
  opens: 'user' | 'computer',
  named: 'userColumn' | 'computerColumn' | 'originColumn',
): ListWriter {
  return (facts) => ({
    title,
    columns: [NAME, SESSIONS, ATTACKED, FIRST, LAST],
    id: 'name',
    rows: { kept: (parameters, sessions) => accountsSql(facts[named], sessions, parameters) },
    sort: { column: 'sessions', descending: true },
    mark: 'attacked',
    markedFirst: true,
    open: (cell) => ({ to: opens, name: String(cell('name')) }),
  });
}

function accountsSql(column: string | null, sessions: Relation, parameters: Parameters): string {
  const value = column === 'origins' ? 'unnest(origins)' : column === null ? 'NULL' : sqlIdentifier(column);
  const name = column === null ? 'value' : columnOf(sessions, column).shown('value');
  return `SELECT ${name}::VARCHAR AS name, sessions, attacked, first, last FROM (
    SELECT value, count(*) AS sessions, sum(label)::BIGINT AS attacked, min(start_time) AS first, max(end_time) AS last
    FROM (SELECT ${value} AS value, label, start_time, end_time FROM ${sessions.table}
      WHERE ${whereSql(sessions, [], parameters)})
    GROUP BY value) WHERE value IS NOT NULL`;
}
