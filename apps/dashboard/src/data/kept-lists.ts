import { sqlIdentifier } from '@cmsc/core';
import { type Cell, type ColumnKind, isFraction, isText } from '../lists/column.js';
import { type FrequencyRef, listRef, type ListRef, type PlainRef, type Scope } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import { specOf } from '../lists/list-specs.js';
import type { ConnectionPool } from './connection-pool.js';
import type { Facts } from './facts.js';
import { accountRows, canCount, frequencyRows } from './index/group-rows.js';
import { conditionsOf, scopeConditions } from './index/index-source.js';
import { keepNgrams } from './keep-ngrams.js';
import { frequencyStatement, keptStatement } from './kept-statements.js';
import { readRejects } from './read-rejects.js';
import { plainRelation, type Relation } from './relation.js';
import { relationOf } from './relations.js';
import type { SessionIndex } from './session-index.js';
import { SharedResults } from './shared-results.js';
import { Parameters } from './statement.js';

/** Tables that are kept at most. */
const MOST_TABLES = 48;

/** Lists that are counted or joined together first, and kept as tables of the in-memory database. */
export class KeptLists {
  readonly #facts: Facts;
  readonly #pool: ConnectionPool;
  readonly #index: SessionIndex;
  readonly #tables: SharedResults<string>;
  #made = 0;

  constructor(facts: Facts, pool: ConnectionPool, index: SessionIndex) {
    this.#facts = facts;
    this.#pool = pool;
    this.#index = index;
    this.#tables = new SharedResults(MOST_TABLES, (table) => this.#drop(table));
  }

  /** The table of a list; it is made the first time. */
  async relation(ref: ListRef, signal: AbortSignal): Promise<Relation> {
    const make = async (making: AbortSignal) => {
      const made = `kept_${++this.#made}`;
      try {
        await this.#make(ref, made, making);
        return made;
      } catch (error) {
        this.#drop(made);
        throw error;
      }
    };
    const table = await this.#tables.get(JSON.stringify(ref), make, signal);
    return plainRelation(specOf(ref, this.#facts), table);
  }

  async #make(ref: ListRef, table: string, signal: AbortSignal): Promise<void> {
    if (ref.list === 'ngrams') return keepNgrams(table, this.#pool, signal);
    const { rejectsPath } = this.#facts;
    const counted =
      ref.list === 'rejects' && rejectsPath !== null
        ? await readRejects(rejectsPath, this.#pool, signal)
        : await this.#fromIndex(ref, signal);
    if (counted !== null) return this.#fill(table, specOf(ref, this.#facts), counted, signal);
    const statement =
      ref.list === 'frequency' ? await this.#frequency(ref, signal) : keptStatement(ref, this.#sources());
    if (statement === null) throw new Error(`${ref.list} is not a list that is kept`);
    await this.#pool.rows({ ...statement, sql: `CREATE TABLE ${table} AS ${statement.sql}` }, signal);
  }

  /** What the index can count by itself; null for everything else, and without it. */
  async #fromIndex(ref: ListRef, signal: AbortSignal): Promise<Cell[][] | null> {
    const { source } = this.#index;
    if (source === null) return null;
    if (ref.list === 'frequency') {
      const spec = specOf(ref.of, this.#facts);
      const column = spec.columns[columnIndex(spec, ref.column)];
      if (ref.of.list !== 'sessions' || column === undefined || !canCount(source.columns, column))
        return null;
      const conditions = conditionsOf(
        { ref: ref.of, conditions: ref.conditions, sort: spec.sort },
        this.#facts,
      );
      return frequencyRows(source.columns, column, await source.rowSet(conditions, signal), signal);
    }
    const column = this.#accountColumn(ref);
    if (column === null) return null;
    const rows = await source.rowSet(scopeConditions(ref.scope, this.#facts), signal);
    const accounts = await accountRows(source.columns, column, rows, signal);
    return this.#facts.labelled ? accounts : accounts.map((row) => row.filter((_, cell) => cell !== 2));
  }

  #accountColumn({ list }: PlainRef): string | null {
    const { userColumn, computerColumn, originColumn } = this.#facts;
    const columns: Partial<Record<PlainRef['list'], string | null>> = {
      users: userColumn,
      computers: computerColumn,
      origins: originColumn,
      reached: computerColumn,
    };
    return columns[list] ?? null;
  }

  async #frequency(ref: FrequencyRef, signal: AbortSignal) {
    const source = relationOf(ref.of, this.#facts) ?? (await this.relation(ref.of, signal));
    return frequencyStatement(ref, specOf(ref.of, this.#facts), source);
  }

  #sources() {
    const sessionsOf = (scope: Scope | null) =>
      relationOf(listRef('sessions', scope), this.#facts) as Relation;
    return { facts: this.#facts, sessionsOf };
  }

  async #fill(
    table: string,
    { columns }: ListSpec,
    rows: readonly Cell[][],
    signal: AbortSignal,
  ): Promise<void> {
    const types = columns.map(({ name, kind }) => `${sqlIdentifier(name)} ${sqlType(kind)}`);
    await this.#run(`CREATE TABLE ${table} (${types.join(', ')})`, signal);
    await this.#pool.append(
      table,
      rows,
      columns.map(({ kind }) => sqlType(kind)),
      signal,
    );
  }

  // A table that nobody asks for any more, or that was given up before it was full.
  #drop(table: string): void {
    const { signal } = new AbortController();
    this.#run(`DROP TABLE IF EXISTS ${table}`, signal).catch(() => undefined);
  }

  #run(sql: string, signal: AbortSignal): Promise<unknown> {
    return this.#pool.rows({ sql, parameters: new Parameters() }, signal);
  }
}

function sqlType(kind: ColumnKind): 'VARCHAR' | 'DOUBLE' | 'BIGINT' {
  return isText(kind) ? 'VARCHAR' : isFraction(kind) ? 'DOUBLE' : 'BIGINT';
}
