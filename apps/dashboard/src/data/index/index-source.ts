import type { Cell, Row } from '../../lists/column.js';
import { ANY_COLUMN, type Condition } from '../../lists/filter.js';
import type { Key, KeyWalk, ListQuery, Scope } from '../../lists/list-ref.js';
import { specOf } from '../../lists/list-specs.js';
import type { Facts } from '../facts.js';
import type { ListSource } from '../list-source.js';
import { SharedResults } from '../shared-results.js';
import { matchRows } from './match-rows.js';
import type { RowSet } from './row-set.js';
import type { SessionColumns } from './session-columns.js';
import { rankRows, walkRows } from './walk-rows.js';

/** Sets of rows that are kept: the filters and searches of the last screens. */
const MOST_SETS = 24;

/** What only the database knows. */
export interface AskedOfDatabase {
  /** The rows of a condition on what is in no column: in which sessions a process started, and the like. */
  linked: (condition: Condition, signal: AbortSignal) => Promise<RowSet>;
  /** A text in the database's own small letters. */
  lower: (text: string, signal: AbortSignal) => Promise<string>;
}

/** The sessions by their columns. A filter is looked up once; a page of any order is then some milliseconds away. */
export class IndexSource implements ListSource {
  readonly name = 'index';
  readonly columns: SessionColumns;
  readonly #facts: Facts;
  readonly #asked: AskedOfDatabase;
  readonly #sets = new SharedResults<RowSet>(MOST_SETS);

  constructor(columns: SessionColumns, facts: Facts, asked: AskedOfDatabase) {
    this.columns = columns;
    this.#facts = facts;
    this.#asked = asked;
  }

  async count(query: ListQuery, signal: AbortSignal): Promise<number> {
    return (await this.rowSet(conditionsOf(query, this.#facts), signal))?.size ?? this.columns.rows;
  }

  async keys(
    { query, direction, search }: KeyWalk,
    from: Key | null,
    limit: number,
    signal: AbortSignal,
  ): Promise<Key[]> {
    const conditions = conditionsOf(query, this.#facts);
    const hits: Condition[] =
      search === undefined ? [] : [{ column: ANY_COLUMN, operator: '~', value: search, negated: false }];
    const rows = await this.rowSet([...conditions, ...hits], signal);
    return walkRows(this.columns, { sort: query.sort, direction, rows }, from, limit, signal);
  }

  async rank(query: ListQuery, key: Key, signal: AbortSignal): Promise<number> {
    const rows = await this.rowSet(conditionsOf(query, this.#facts), signal);
    return rankRows(this.columns, { sort: query.sort, rows }, key, signal);
  }

  async rows({ ref }: ListQuery, keys: readonly Key[]): Promise<Row[]> {
    const { columns } = specOf(ref, this.#facts);
    return keys.map(({ id }) => columns.map((column) => this.#cell(column.name, Number(id) - 1)));
  }

  /** The rows that meet the conditions; null for all. */
  async rowSet(conditions: readonly Condition[], signal: AbortSignal): Promise<RowSet | null> {
    if (conditions.length === 0) return null;
    const make = async (making: AbortSignal) => {
      const folded = await Promise.all(conditions.map((condition) => this.#folded(condition, making)));
      return matchRows(this.columns, folded, (condition) => this.#asked.linked(condition, making), making);
    };
    return this.#sets.get(JSON.stringify(conditions), make, signal);
  }

  async #folded(condition: Condition, signal: AbortSignal): Promise<Condition> {
    const { operator, value } = condition;
    if (operator !== '~' || typeof value !== 'string' || /^[\u0000-\u007f]*$/.test(value)) return condition;
    return { ...condition, value: await this.#asked.lower(value, signal) };
  }

  #cell(column: string, row: number): Cell {
    if (column === 'attack_times') return this.columns.attackTimes.get(row) ?? [];
    const items = this.columns.items.get(column);
    const names = this.columns.names.get(column);
    if (items !== undefined && names !== undefined)
      return Array.from(this.#items(column, row), (code) => names[code] ?? '');
    const file = this.columns.has(column) ? this.columns.file(column) : undefined;
    if (file === undefined) return null;
    const value = file.at(row);
    return names === undefined ? value : (names[value] ?? '');
  }

  #items(column: string, row: number): Int32Array {
    const items = this.columns.items.get(column);
    const values = new Int32Array(this.columns.file(column).at(row));
    items?.file.read(items.starts.at(row), values);
    return values;
  }
}

/** A query's scope and conditions as conditions. */
export function conditionsOf({ ref, conditions }: ListQuery, facts: Facts): Condition[] {
  return [...(ref.list === 'frequency' ? [] : scopeConditions(ref.scope, facts)), ...conditions];
}

/** A scope of sessions as conditions. A column that the sessions don't have keeps none of them. */
export function scopeConditions(scope: Scope | null, facts: Facts): Condition[] {
  const equals = (column: string | null, value: string | number): Condition[] => [
    { column: column ?? NO_COLUMN, operator: '==', value, negated: false },
  ];
  switch (scope?.by) {
    case undefined:
      return [];
    case 'user':
      return equals(facts.userColumn, scope.name);
    case 'computer':
      return equals(facts.computerColumn, scope.name);
    case 'origin':
      return equals(facts.originColumn, scope.name);
    case 'session':
      return equals('session_id', scope.id);
    case 'tuple':
      return equals(TUPLE_COLUMN, scope.id);
  }
}

/** The column of a condition on the red-team tuple that a session holds. */
export const TUPLE_COLUMN = 'tuple_id';

/** The column of a condition that nothing meets. */
const NO_COLUMN = '';
