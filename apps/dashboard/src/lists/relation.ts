import { globAsExpression, sqlIdentifier } from '@cmsc/core';
import { type Column, isList, isText } from './column.js';
import { ANY_COLUMN, type Condition, type Filter } from './list-ref.js';
import type { ListSpec } from './list-spec.js';
import type { Parameters } from './statement.js';

/** How a column of a list is ordered and filtered in SQL. */
export interface SqlColumn {
  /** Expression that the rows are ordered by. A list is ordered by its length. */
  order: string;
  match: Match;
  /** Whether it holds text: a search looks there. */
  text: boolean;
  /** Expression of what a row shows. */
  cell: string;
  /** One of its values, or of the items of its lists, as it is shown. */
  shown: (value: string) => string;
  /** SELECT of the names that rows of the table have there, as `name`. */
  names: (table: string) => string;
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
export function plainColumn({ name, kind, foremost }: Column): SqlColumn {
  const expression = sqlIdentifier(name);
  const matchItem = isText(kind) ? textMatch : numberMatch;
  return {
    order: isList(kind) ? `len(${expression})` : foremost === undefined ? expression : foremostSql(foremost),
    match: isList(kind) ? itemMatch(expression, matchItem) : matchItem(expression),
    text: isText(kind),
    cell: expression,
    shown: (value) => value,
    names: (table) =>
      `SELECT DISTINCT ${isList(kind) ? `unnest(${expression})` : expression} AS name FROM ${table}`,
  };
}

/** More than any time or count is, and less than a number of JavaScript can be told from its neighbours. */
const BEYOND = 2 ** 52;

// One number for both, since lists are walked by one: marked rows lie beyond all others.
function foremostSql({ mark, then, descending }: NonNullable<Column['foremost']>): string {
  const isMarked = `coalesce(${sqlIdentifier(mark)} > 0, false)`;
  return `${sqlIdentifier(then)} ${descending ? '+' : '-'} CASE WHEN ${isMarked} THEN ${BEYOND} ELSE 0 END`;
}

/** The sessions with numbers in the place of names, see `NarrowSessions`. */
export const NARROW_SESSIONS = 'idx.narrow_sessions';

/** The names of a column of {@link NARROW_SESSIONS}, by their numbers. */
export function namesTable(column: string): string {
  return `idx.${sqlIdentifier(`names of ${column}`)}`;
}

/** The items of a column of lists of {@link NARROW_SESSIONS}, with the session of each: a search by them reads nothing else. */
export function itemsTable(column: string): string {
  return `idx.${sqlIdentifier(`items of ${column}`)}`;
}

/** How a column of names is compared, ordered and shown in {@link NARROW_SESSIONS}. */
export function codedColumn({ name, kind }: Column): SqlColumn {
  const names = namesTable(name);
  const code = sqlIdentifier(name);
  const among: Match = (comparison, parameters) =>
    `IN (SELECT code FROM ${names} WHERE ${textMatch('name')(comparison, parameters)})`;
  const shown = (value: string) => `(SELECT name FROM ${names} WHERE code = ${value})`;
  const all = () => `SELECT name FROM ${names}`;
  if (!isList(kind)) {
    const match: Match = (comparison, parameters) => `${code} ${among(comparison, parameters)}`;
    return { order: code, match, text: true, cell: shown(code), shown, names: all };
  }
  const inOrder = `(SELECT unnest(${code}) AS item, generate_subscripts(${code}, 1) AS place)`;
  return {
    order: `len(${code})`,
    match: (comparison, parameters) =>
      `session_id IN (SELECT session_id FROM ${itemsTable(name)} WHERE item ${among(comparison, parameters)})`,
    text: true,
    cell: `coalesce((SELECT list(name ORDER BY place) FROM ${inOrder} JOIN ${names} ON code = item), [])`,
    shown,
    names: all,
  };
}

/** The relation of a list whose table, or subquery, has just its columns. */
export function plainRelation(spec: ListSpec, table: string, scope: Relation['scope'] = WHOLE): Relation {
  const columns = new Map(spec.columns.map((column) => [column.name, plainColumn(column)]));
  return { table, id: spec.id, columns, scope };
}

/** SQL for scope and conditions over the rows of a relation. */
export function whereSql(relation: Relation, conditions: readonly Filter[], parameters: Parameters): string {
  const terms = conditions.map((each) => filterSql(relation, each, parameters));
  return [relation.scope(parameters), ...terms].join(' AND ');
}

function filterSql(relation: Relation, filter: Filter, parameters: Parameters): string {
  const [parts, word] =
    'every' in filter ? [filter.every, 'AND'] : 'some' in filter ? [filter.some, 'OR'] : [];
  if (parts === undefined) return conditionSql(relation, filter as Condition, parameters);
  return `(${parts.map((part) => filterSql(relation, part, parameters)).join(` ${word} `)})`;
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

/** What a condition asks of one value. */
type Comparison = Pick<Condition, 'operator' | 'value'>;

/** SQL that is true for the rows that a comparison keeps. */
export type Match = (comparison: Comparison, parameters: Parameters) => string;

/** Comparisons of text: `=` with wildcards, `~` in any case. */
export function textMatch(expression: string): Match {
  return ({ operator, value }, parameters) => {
    const text = String(value);
    if (operator === '==' || (operator === '=' && !/[*?]/.test(text))) {
      return `${expression} = ${parameters.add(text)}`;
    }
    // Not LIKE, which goes back and back behind a star.
    if (operator === '=')
      return `regexp_full_match(${expression}, ${parameters.add(globAsExpression(text))})`;
    if (operator === '~') return `contains(lower(${expression}), lower(${parameters.add(text)}))`;
    return `${expression} ${operator} ${parameters.add(text)}`;
  };
}

/** Comparisons of numbers. */
export function numberMatch(expression: string): Match {
  return ({ operator, value }, parameters) =>
    `${expression} ${operator === '==' ? '=' : operator} ${parameters.add(value)}`;
}

/** Comparisons that any item of a list may meet. */
function itemMatch(expression: string, matchItem: (expression: string) => Match): Match {
  return (comparison, parameters) =>
    `len(list_filter(${expression}, lambda item: ${matchItem('item')(comparison, parameters)})) > 0`;
}

/** Rows whose `id` stands in another table, in a row that matches there. */
export function linkedMatch(id: string, table: string, match: Match): Match {
  return (comparison, parameters) =>
    `${id} IN (SELECT ${id} FROM ${table} WHERE ${match(comparison, parameters)})`;
}
