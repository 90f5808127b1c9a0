import { compareBytes, sqlIdentifier } from '@cmsc/core';
import {
  BIGINT,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { isFraction, type Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import type { ConnectionPool } from './connection-pool.js';
import { countStatement, keyStatements, rankStatements, type SqlWalk } from './key-statements.js';
import type { Key, KeyWalk } from './paging.js';
import { columnOf, type Relation } from '../lists/relation.js';
import { statement, type Statement } from '../lists/statement.js';

/** A list as DuckDB has it. */
export class SqlSource {
  readonly relation: Relation;
  readonly #spec: ListSpec;
  readonly #pool: ConnectionPool;

  constructor(relation: Relation, spec: ListSpec, pool: ConnectionPool) {
    this.relation = relation;
    this.#spec = spec;
    this.#pool = pool;
  }

  /** Number of rows. */
  count(query: ListQuery, signal: AbortSignal): Promise<number> {
    return this.#pool.number(countStatement(this.relation, query), signal);
  }

  /** Number of rows before a key. */
  async rank(query: ListQuery, key: Key, signal: AbortSignal): Promise<number> {
    const statements = rankStatements(this.relation, query, key);
    const counts = await Promise.all(statements.map((statement) => this.#pool.number(statement, signal)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** The keys beyond `from`, `limit` of them at most; from the very first (or last) one when `from` is null. */
  async keys(walk: KeyWalk, from: Key | null, limit: number, signal: AbortSignal): Promise<Key[]> {
    const { query, direction, search } = walk;
    const sqlWalk: SqlWalk = { relation: this.relation, query, direction };
    if (search === undefined) return this.#walk(sqlWalk, from, limit, signal);
    // Each column by itself: one condition over all of them can't skip anything. The nearest hits count.
    const comparison = { operator: '~', value: search } as const;
    const columns = [...this.relation.columns.values()].filter((column) => column.text);
    const walks = columns.map(({ match }) =>
      this.#walk({ ...sqlWalk, also: (parameters) => match(comparison, parameters) }, from, limit, signal),
    );
    const order = direction === 'backward' ? -1 : 1;
    const hits = (await Promise.all(walks)).flat();
    const { descending } = query.sort;
    return hits.sort((left, right) => order * compareKeys(left, right, descending)).slice(0, limit);
  }

  /** The rows of some keys, in their order. */
  async rows(keys: readonly Key[], signal: AbortSignal): Promise<Row[]> {
    if (keys.length === 0) return [];
    const rows = await this.#pool.rows(rowsStatement(this.relation, this.#spec, keys), signal);
    const byId = new Map(rows.map(([id = null, ...row]) => [id, row]));
    return keys.map(({ id }) => byId.get(id) ?? []);
  }

  async #walk(walk: SqlWalk, from: Key | null, limit: number, signal: AbortSignal): Promise<Key[]> {
    const keys: Key[] = [];
    for (const statement of keyStatements(walk, from, limit)) {
      if (keys.length >= limit) break;
      for (const [id, value] of await this.#pool.rows(statement, signal)) keys.push({ id, value } as Key);
    }
    return keys.slice(0, limit);
  }
}

// The rows first, then what they show: names are looked up for these alone.
function rowsStatement(relation: Relation, spec: ListSpec, keys: readonly Key[]): Statement {
  const id = sqlIdentifier(relation.id);
  const cells = spec.columns.map(({ name, hidden }) =>
    hidden === true ? 'NULL' : columnOf(relation, name).cell,
  );
  // With the scope: outside of it ids may repeat, as positions in a session do.
  return statement((parameters) => {
    const wanted = parameters.addTyped(...idList(spec, keys));
    return `WITH page AS MATERIALIZED (SELECT * FROM ${relation.table}
        JOIN (SELECT unnest(${wanted}) AS wanted) ON ${id} = wanted WHERE ${relation.scope(parameters)})
      SELECT ${id}, ${cells.join(', ')} FROM page`;
  });
}

// The ids of counts are the values that were counted, shares among them.
function idList(spec: ListSpec, keys: readonly Key[]): [DuckDBValue, DuckDBType] {
  const ids = keys.map(({ id }) => id);
  const column = spec.columns[columnIndex(spec, spec.id)];
  if (column && isFraction(column.kind)) return [listValue(ids), LIST(DOUBLE)];
  if (typeof ids[0] === 'string') return [listValue(ids), LIST(VARCHAR)];
  return [listValue(ids.map(BigInt)), LIST(BIGINT)];
}

/** Compares two rows of a list by its order, as DuckDB does: text by its bytes, ids ascending. */
function compareKeys(left: Key, right: Key, descending: boolean): number {
  const byValue = compareValues(left.value, right.value);
  return byValue === 0 ? compareValues(left.id, right.id) : descending ? -byValue : byValue;
}

function compareValues(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return compareBytes(String(left), String(right));
}
