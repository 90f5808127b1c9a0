import { isText, type Column } from '../lists/column.js';
import type { PlainRef, Scope } from '../lists/list-ref.js';
import { specOf } from '../lists/list-specs.js';
import { ALERTS } from './alerts.js';
import type { Facts } from '../lists/facts.js';
import {
  codedColumn,
  linkedMatch,
  NARROW_SESSIONS,
  numberMatch,
  plainColumn,
  plainRelation,
  type Relation,
  type SqlColumn,
  textMatch,
} from './relation.js';
import type { Parameters } from './statement.js';

/**
 * The relation of a list that stands in the database as it is; null for one that has to be worked out first.
 * With `narrow`, sessions come from the table with numbers in the place of names.
 */
export function relationOf(ref: PlainRef, facts: Facts, narrow = false): Relation | null {
  const spec = specOf(ref, facts);
  if (ref.list === 'sessions') return sessionsRelation(ref, facts, narrow);
  if (ref.list === 'session-processes')
    return plainRelation(spec, SESSION_PROCESSES, scopeSql(ref.scope, facts));
  if (ref.list === 'open') return plainRelation(spec, facts.windows ? 'db.open_sessions' : OPEN_SESSIONS);
  if (ref.list === 'alerts') return plainRelation(spec, ALERTS);
  return null;
}

const OPEN_SESSIONS = '(SELECT rowid + 1 AS open_id, * FROM db.open_sessions)';

// The gap's bucket by powers of two, as temporal tokens write it: 0, 1, 2-3, 4-7, …
const SESSION_PROCESSES = `(SELECT *, CASE WHEN gap < 2 THEN gap::VARCHAR
  ELSE (2 ** floor(log2(gap)))::BIGINT || '-' || ((2 ** (floor(log2(gap)) + 1))::BIGINT - 1) END AS token
  FROM db.session_processes)`;

/** The sessions of a scope. */
export function sessionsRelation(ref: PlainRef, facts: Facts, narrow: boolean): Relation {
  const spec = specOf(ref, facts);
  const columns = new Map(spec.columns.map((column) => [column.name, sessionColumn(column, narrow)]));
  const table = narrow ? NARROW_SESSIONS : 'db.sessions';
  return { table, id: 'session_id', columns, scope: scopeSql(ref.scope, facts, columns) };
}

function sessionColumn(column: Column, narrow: boolean): SqlColumn {
  if (column.name !== 'process')
    return narrow && isText(column.kind) ? codedColumn(column) : plainColumn(column);
  const match = linkedMatch('session_id', 'db.session_processes', textMatch('process_name'));
  const names = () => 'SELECT DISTINCT process_name AS name FROM db.session_processes';
  return { ...plainColumn(column), order: 'session_id', match, text: false, names };
}

function scopeSql(
  scope: Scope | null,
  { userColumn, computerColumn, originColumn }: Facts,
  columns?: ReadonlyMap<string, SqlColumn>,
): Relation['scope'] {
  const equals = (column: string | null, name: string) => (parameters: Parameters) =>
    columns?.get(column ?? '')?.match({ operator: '==', value: name }, parameters) ?? 'false';
  switch (scope?.by) {
    case undefined:
      return () => 'true';
    case 'user':
      return equals(userColumn, scope.name);
    case 'computer':
      return equals(computerColumn, scope.name);
    case 'origin':
      return equals(originColumn, scope.name);
    case 'session':
      return (parameters) => numberMatch('session_id')({ operator: '=', value: scope.id }, parameters);
    case 'tuple':
      return (parameters) =>
        linkedMatch(
          'session_id',
          'db.red_team_matches',
          numberMatch('tuple_id'),
        )({ operator: '=', value: scope.id }, parameters);
  }
}
