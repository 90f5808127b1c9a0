import type { Condition, Filter, ListQuery } from '../lists/list-ref.js';
import type { ConnectionPool } from './connection-pool.js';
import type { NearNames } from './dashboard-data.js';
import { columnOf, textMatch, type Relation } from '../lists/relation.js';
import { statement, type Statement } from '../lists/statement.js';

/** Names that are given at most, where one was looked for in vain. */
export const MOST_NEAR = 3;

/** A name may differ in so many of its characters and be near all the same, besides one. */
const DIFFERENT_PART = 4;

/** The names in a list's conditions that no row of the list has, each with those that it may have been meant for. */
export async function readNearNames(
  relation: Relation,
  query: ListQuery,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<NearNames[]> {
  const found: NearNames[] = [];
  for (const condition of query.conditions.flatMap(namingConditions)) {
    if (!relation.columns.has(condition.column)) continue;
    if ((await pool.number(matchingStatement(relation, condition), signal)) > 0) continue;
    const { column, value } = condition;
    // What a pattern says of the name: its letters.
    const text = String(value).replace(/[*?]/g, '');
    const near = await readNames(relation, { column, text, limit: MOST_NEAR }, pool, signal);
    found.push({ column, name: String(value), near });
  }
  return found;
}

function namingConditions(filter: Filter): Condition[] {
  if ('every' in filter) return filter.every.flatMap(namingConditions);
  if ('some' in filter) return filter.some.flatMap(namingConditions);
  const names = typeof filter.value === 'string' && (filter.operator === '=' || filter.operator === '==');
  return names && !filter.negated ? [filter] : [];
}

function matchingStatement(relation: Relation, condition: Condition): Statement {
  const { names } = columnOf(relation, condition.column);
  return statement((parameters) => {
    const matches = textMatch('name')(condition, parameters);
    return `SELECT count(*) FROM (${names(relation.table)}) WHERE ${matches}`;
  });
}

/** Which names are looked for. */
interface Wanted {
  column: string;
  text: string;
  limit: number;
}

/** Names of a column that hold a text, or nearly so: those that begin with it first, then those with the fewest other letters. */
export async function readNames(
  relation: Relation,
  wanted: Wanted,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<string[]> {
  return (await pool.rows(namesStatement(relation, wanted), signal)).map(([name]) => String(name));
}

// A user is often meant without the domain.
function namesStatement(relation: Relation, { column, text, limit }: Wanted): Statement {
  const { names } = columnOf(relation, column);
  return statement((parameters) => {
    const wanted = parameters.add(text.toLowerCase());
    return `WITH named AS (
      SELECT name, lower(name) AS whole, split_part(lower(name), '@', 1) AS part
      FROM (${names(relation.table)}) WHERE name IS NOT NULL AND ${wanted} <> ''
    ), compared AS (
      SELECT *, starts_with(whole, ${wanted}) AS begins, contains(whole, ${wanted}) AS holds,
        least(damerau_levenshtein(whole, ${wanted}), damerau_levenshtein(part, ${wanted})) AS distance,
        jaro_winkler_similarity(part, ${wanted}) AS likeness
      FROM named
    )
    SELECT name FROM compared WHERE begins OR holds OR distance <= 1 + length(${wanted}) // ${DIFFERENT_PART}
    ORDER BY begins DESC, distance, likeness DESC, length(name), name LIMIT ${limit}`;
  });
}
