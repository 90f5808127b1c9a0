import { isText, type Column } from './column.js';
import type { Facts } from './facts.js';
import type { Scope } from './list-ref.js';
import type { ListSpec } from './list-spec.js';
import {
  codedColumn,
  linkedMatch,
  NARROW_SESSIONS,
  numberMatch,
  plainColumn,
  type Relation,
  type SqlColumn,
  textMatch,
} from './relation.js';
import type { Parameters } from './statement.js';

/** The sessions of a scope; with `narrow` out of the table with numbers in the place of names. */
export function sessionsRelation(
  spec: ListSpec,
  scope: Scope | null,
  facts: Facts,
  narrow: boolean,
): Relation {
  const columns = new Map(spec.columns.map((column) => [column.name, sessionColumn(column, narrow)]));
  const table = narrow ? NARROW_SESSIONS : 'db.sessions';
  return { table, id: 'session_id', columns, scope: sessionScope(scope, facts, columns) };
}

function sessionColumn(column: Column, narrow: boolean): SqlColumn {
  if (column.name !== 'process')
    return narrow && isText(column.kind) ? codedColumn(column) : plainColumn(column);
  const match = linkedMatch('session_id', 'db.session_processes', textMatch('process_name'));
  const names = () => 'SELECT DISTINCT process_name AS name FROM db.session_processes';
  return { ...plainColumn(column), order: 'session_id', match, text: false, names };
}

/** What narrows rows with a `session_id` to those of a scope; of users and computers only with the columns of sessions. */
export function sessionScope(
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
