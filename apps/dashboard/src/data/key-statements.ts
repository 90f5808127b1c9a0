import { sqlIdentifier } from '@cmsc/core';
import type { ListQuery } from '../lists/list-ref.js';
import type { Direction, Key } from './paging.js';
import { columnOf, type Relation, whereSql } from '../lists/relation.js';
import { statement, type Parameters, type Statement } from '../lists/statement.js';

/** SQL for a part of a condition. */
export type Term = (parameters: Parameters) => string;

/** What a walk over the keys of a list needs to know. */
export interface SqlWalk {
  relation: Relation;
  query: ListQuery;
  direction: Direction;
  /** What a row has to meet besides the list's own conditions: a search looks for it. */
  also?: Term;
}

/**
 * The keys beyond a key, `limit` of them at most; from the very first (or last) one when `from` is null.
 * They come in two statements, of which the second is needed when the first gave less than `limit`: the rows that
 * are equal in the sorted column, then those that are not. Each is one plain comparison: DuckDB skips the blocks that
 * can't meet it, and keeps a heap of `limit` rows. The tuple comparison that says both at once is five times slower.
 */
export function keyStatements(walk: SqlWalk, from: Key | null, limit: number): Statement[] {
  const { relation, query, direction } = walk;
  const forward = direction === 'forward';
  const up = query.sort.descending !== forward;
  const id = sqlIdentifier(relation.id);
  const byId = `${id} ${forward ? 'ASC' : 'DESC'}`;
  const byValue = `${columnOf(relation, query.sort.column).order} ${up ? 'ASC' : 'DESC'}, ${byId}`;
  if (from === null) return [selectKeys(walk, () => 'true', byValue, limit)];
  const sameValue: Term = (parameters) =>
    `${valueIs(walk, '=', from, parameters)} AND ${id} ${forward ? '>' : '<'} ${parameters.add(from.id)}`;
  const otherValue: Term = (parameters) => valueIs(walk, up ? '>' : '<', from, parameters);
  const others = selectKeys(walk, otherValue, byValue, limit);
  return query.sort.column === relation.id ? [others] : [selectKeys(walk, sameValue, byId, limit), others];
}

/** Counts the rows of a list that stand before `key`: its index. Two sums, for the reason above. */
export function rankStatements(relation: Relation, query: ListQuery, key: Key): Statement[] {
  const walk: SqlWalk = { relation, query, direction: 'backward' };
  const before: Term = (parameters) => valueIs(walk, query.sort.descending ? '>' : '<', key, parameters);
  const beside: Term = (parameters) =>
    `${valueIs(walk, '=', key, parameters)} AND ${sqlIdentifier(relation.id)} < ${parameters.add(key.id)}`;
  const terms = query.sort.column === relation.id ? [before] : [before, beside];
  return terms.map((term) => countStatement(relation, query, term));
}

/** Counts the rows of a list that meet `term` too. */
export function countStatement(relation: Relation, query: ListQuery, term: Term = () => 'true'): Statement {
  return statement((parameters) => {
    const where = `${whereSql(relation, query.conditions, parameters)} AND ${term(parameters)}`;
    return `SELECT count(*) FROM ${relation.table} WHERE ${where}`;
  });
}

function selectKeys(
  { relation, query, also }: SqlWalk,
  place: Term,
  ordered: string,
  limit: number,
): Statement {
  const { order } = columnOf(relation, query.sort.column);
  const columns = `${sqlIdentifier(relation.id)}, ${order}`;
  return statement((parameters) => {
    const terms = [place, also ?? (() => 'true')].map((term) => term(parameters));
    const where = [whereSql(relation, query.conditions, parameters), ...terms].join(' AND ');
    return `SELECT ${columns} FROM ${relation.table} WHERE ${where} ORDER BY ${ordered} LIMIT ${limit}`;
  });
}

function valueIs({ relation, query }: SqlWalk, operator: string, key: Key, parameters: Parameters): string {
  const { order } = columnOf(relation, query.sort.column);
  return `${order} ${operator} ${parameters.add(key.value)}`;
}
