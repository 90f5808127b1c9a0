import { sqlIdentifier } from '@cmsc/core';
import { setImmediate } from 'node:timers/promises';
import { type Engine } from '../duckdb/engine.js';
import { answering } from '../duckdb/exit-guard.js';
import { RowGroup } from '../duckdb/row-group.js';
import type { KeyTexts } from '../key-texts.js';
import type { TableBatch, TableSpec } from '../table.js';

/** How a table of a database departs from the rows that it is made of. */
export interface AppendOptions {
  /** A first column of this name, which numbers the rows from 1 on. */
  rowNumber?: string;
  /** Columns that the table does not have. */
  without?: readonly string[];
  /** Columns that are to be something else than text or INTEGER, by name. */
  types?: Readonly<Record<string, 'BIGINT' | 'BOOLEAN'>>;
}

/** A column of the table. */
interface AppendColumn {
  name: string;
  sqlType: string;
  /** Its value, in SQL, from the rows that go over, the first of which has `first` before it. */
  value: (first: number) => string;
}

/** Rows that go over, and what they are called in SQL. */
interface Lane {
  group: RowGroup;
  source: string;
}

/** Number of the next table function: those of DuckDB stay for good. */
let sources = 0;

/**
 * A new table of a database, being filled row group by row group. While DuckDB takes up one, the next is filled; all are
 * one transaction.
 */
export class TableAppender {
  readonly #engine: Engine;
  readonly #keys: KeyTexts;
  readonly #table: string;
  readonly #columns: readonly AppendColumn[];
  readonly #lanes: readonly [Lane, Lane];
  #turn: 0 | 1 = 0;
  /** Rows that DuckDB has, or is taking up. */
  #rows = 0;
  #insertion: Promise<void> = Promise.resolve();

  private constructor(
    engine: Engine,
    keys: KeyTexts,
    table: string,
    columns: readonly AppendColumn[],
    lanes: readonly [Lane, Lane],
  ) {
    this.#engine = engine;
    this.#keys = keys;
    this.#table = table;
    this.#columns = columns;
    this.#lanes = lanes;
  }

  /** Makes the table. */
  static async create(
    engine: Engine,
    table: string,
    spec: TableSpec,
    keys: KeyTexts,
    options: AppendOptions = {},
  ): Promise<TableAppender> {
    const name = sqlIdentifier(table);
    const lanes = [openLane(engine, spec, keys), openLane(engine, spec, keys)] as const;
    const columns = columnsOf(lanes[0].group, options);
    await engine.run(
      `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.sqlType}`).join(', ')})`,
    );
    // Row groups on their own would each go through the log.
    await engine.run('BEGIN');
    return new TableAppender(engine, keys, name, columns, lanes);
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.#rows + this.#group.rows;
  }

  /** Appends the rows of `batch`, which are needed until the promise, if there is one, is kept. */
  append(batch: TableBatch): Promise<void> | void {
    this.#keys.cover(batch);
    const row = this.#group.add(batch, 0);
    if (this.#group.isFull) return this.#goOn(batch, row);
  }

  /** Completes the table. */
  async finish(): Promise<void> {
    if (this.#group.rows > 0) await this.#passOn();
    await this.#insertion;
    await this.#engine.run('COMMIT');
    this.#release();
  }

  /** Gives the table up. Never throws. */
  async discard(): Promise<void> {
    await this.#insertion.catch(() => undefined);
    await this.#engine.run('ROLLBACK').catch(() => undefined);
    this.#release();
  }

  get #group(): RowGroup {
    return this.#lanes[this.#turn].group;
  }

  async #goOn(batch: TableBatch, from: number): Promise<void> {
    for (let row = from; this.#group.isFull; row = this.#group.add(batch, row)) {
      // The lane that is next has its rows taken up before this one.
      await this.#passOn();
      // DuckDB asks for the rows between two turns of the event loop.
      await setImmediate();
    }
  }

  /** Hands the rows over once those before them are taken up, which the promise is for, and goes on with the other lane. */
  #passOn(): Promise<void> {
    const lane = this.#lanes[this.#turn];
    const before = this.#insertion;
    const first = this.#rows;
    this.#rows += lane.group.rows;
    this.#insertion = before.then(() => this.#insert(lane, first));
    // Whoever awaits it next is told; until then it must not count as unhandled.
    this.#insertion.catch(() => undefined);
    this.#turn = this.#turn === 0 ? 1 : 0;
    return before;
  }

  async #insert({ group, source }: Lane, first: number): Promise<void> {
    const values = this.#columns.map(({ value }) => value(first));
    const insert = `INSERT INTO ${this.#table} SELECT ${values.join(', ')} FROM ${source}()`;
    await answering(() => this.#engine.run(insert));
    group.clear();
  }

  /** Lets go of all names: the table functions, and what they hold, stay for good. */
  #release(): void {
    for (const { group } of this.#lanes) group.release();
  }
}

function openLane(engine: Engine, spec: TableSpec, keys: KeyTexts): Lane {
  const source = `rows_${sources++}`;
  return { group: new RowGroup(engine, source, spec, keys), source };
}

function columnsOf(
  { columns }: RowGroup,
  { rowNumber, without = [], types = {} }: AppendOptions,
): AppendColumn[] {
  const chosen = columns.flatMap(({ name: plainName, sqlType }) => {
    if (without.includes(plainName)) return [];
    const name = sqlIdentifier(plainName);
    const type = types[plainName];
    const value = type ? `CAST(${name} AS ${type})` : name;
    return [{ name, sqlType: type ?? sqlType, value: () => value }];
  });
  if (rowNumber === undefined) return chosen;
  const number = {
    name: sqlIdentifier(rowNumber),
    sqlType: 'BIGINT',
    value: (first: number) => `${first} + row_number() OVER ()`,
  };
  return [number, ...chosen];
}
