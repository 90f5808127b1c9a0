import { sqlIdentifier } from '@cmsc/core';
import { ANY_COLUMN, type Condition } from '../../filter/condition.js';
import { isList, isText, type Column } from '../../lists/cell.js';
import type { ListSpec } from '../../lists/list-spec.js';
import { itemMatch, numberMatch, textMatch, type Match } from './match.js';
import { type Parameters } from './statement.js';

/** How a column of a list is ordered and filtered in SQL. */
export interface SqlColumn {
  /** Expression that the rows are ordered by. A list is ordered by its length. */
  order: string;
  match: Match;
  /** Whether it holds text: a search looks there. */
  text: boolean;
}

/** Where a list's rows come from. */
export interface Relation {
  /** Table, or subquery, with its columns. */
  table: string;
  /** Column with the ids. */
  id: string;
  columns: ReadonlyMap<string, SqlColumn>;
  /** Narrows the table to the list's scope. */
  scope: (parameters: Parameters) => string;
}

/** The whole of a table, without a scope. */
const WHOLE = () => 'true';

/** How a column is compared and ordered when it stands in the table as it is. */
export function plainColumn({ name, kind }: Column): SqlColumn {
  const expression = sqlIdentifier(name);
  const matchItem = isText(kind) ? textMatch : numberMatch;
  return isList(kind)
    ? { order: `len(${expression})`, match: itemMatch(expression, matchItem), text: isText(kind) }
    : { order: expression, match: matchItem(expression), text: isText(kind) };
}

/** The relation of a list whose table, or subquery, has just its columns. */
export function plainRelation(spec: ListSpec, table: string, scope: Relation['scope'] = WHOLE): Relation {
  const columns = new Map(spec.columns.map((column) => [column.name, plainColumn(column)]));
  return { table, id: spec.id, columns, scope };
}

/** SQL for scope and conditions over the rows of a relation. */
export function whereSql(
  relation: Relation,
  conditions: readonly Condition[],
  parameters: Parameters,
): string {
  const terms = conditions.map((condition) => conditionSql(relation, condition, parameters));
  return [relation.scope(parameters), ...terms].join(' AND ');
}

function conditionSql(relation: Relation, condition: Condition, parameters: Parameters): string {
  const columns =
    condition.column === ANY_COLUMN
      ? [...relation.columns.values()].filter((column) => column.text)
      : [columnOf(relation, condition.column)];
  const matches = columns.map((column) => column.match(condition, parameters));
  const any = matches.length === 0 ? 'false' : `(${matches.join(' OR ')})`;
  // A comparison with nothing is neither true nor false; its opposite keeps the row.
  return condition.negated ? `NOT coalesce(${any}, false)` : any;
}

/**
 * The column of that name; the callers have looked it up in the list's spec before.
 * @throws Error when there is none: a bug
 */
export function columnOf(relation: Relation, name: string): SqlColumn {
  const column = relation.columns.get(name);
  if (column === undefined) throw new Error(`the relation has no column ${name}`);
  return column;
}
