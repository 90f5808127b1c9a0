import type { DataChunk } from '@duckdb/node-bindings';
import { setImmediate } from 'node:timers/promises';
import type { ListColumn } from '@cmsc/core';
import type { KeyTexts } from '../key-texts.js';
import type { TableBatch, TableBatches, TableSpec } from '../table.js';
import { answering, type Engine } from './engine.js';
import { groupColumns, type GroupColumn } from './row-group-columns.js';

/** Rows of a full group: those of a row group in DuckDB, and in the Parquet that it writes. */
export const GROUP_ROWS = 122_880;

/** A group is full, too, when a column of lists has so many values. */
const GROUP_VALUES = 1 << 20;

/** Number of the next table function: those of DuckDB stay for good. */
let sources = 0;

/**
 * Rows that DuckDB takes up at a time. They are there for it as the table function {@link source}: it asks for them, and so
 * no table has to hold them first. Names are values of an ENUM that has only the names of this group.
 */
export class RowGroup {
  columns: readonly GroupColumn[];
  /** The name of the table function. */
  readonly source = `rows_${sources++}`;
  readonly #engine: Engine;
  readonly #spec: TableSpec;
  readonly #keys: KeyTexts;
  readonly #lists: readonly number[];
  /** Number of values of each list column. */
  readonly #values: number[];
  #rows = 0;
  #read = 0;
  #onTaken: (() => void) | undefined;
  #isTaken = false;
  #isFree: Promise<void> = Promise.resolve();

  constructor(engine: Engine, spec: TableSpec, keys: KeyTexts) {
    this.#engine = engine;
    this.#spec = spec;
    this.#keys = keys;
    this.columns = groupColumns(engine, spec, keys, GROUP_ROWS);
    this.#lists = spec.columns.flatMap(({ type }, c) => (type.endsWith('[]') ? [c] : []));
    this.#values = this.#lists.map(() => 0);
    this.#register();
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether no further row is taken. Where a group ends depends on its rows only, not on how they are batched. */
  get isFull(): boolean {
    return this.#rows === GROUP_ROWS || this.#values.some((count) => count >= GROUP_VALUES);
  }

  /** Adds rows of `batch`, from row `from` on, until the group is full. Returns the row to go on from. */
  add(batch: TableBatch, from: number): number {
    let count = Math.min(batch.length - from, GROUP_ROWS - this.#rows);
    this.#lists.forEach((c, l) => {
      const { offsets } = batch.columns[c] as ListColumn;
      count = rowsWithin(offsets, from, count, GROUP_VALUES - this.#values[l]!);
    });
    for (const column of this.columns) column.add(batch, from, count, this.#rows);
    this.#lists.forEach((c, l) => {
      const { offsets } = batch.columns[c] as ListColumn;
      this.#values[l]! += offsets[from + count]! - offsets[from]!;
    });
    this.#rows += count;
    return from + count;
  }

  /** Resolves when nobody is taking its rows any more: until then, none may be added. */
  get isFree(): Promise<void> {
    return this.#isFree;
  }

  /** Whether DuckDB is taking its rows, for which it needs turns of the event loop. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /**
   * Runs a statement that takes the rows, which are forgotten as soon as DuckDB has them all: further ones may be added while it still works on these.
   *
   * @returns what ends with the statement.
   */
  handOver(statement: () => Promise<unknown>): Promise<unknown> {
    this.#isTaken = true;
    const areTaken = new Promise<void>((resolve) => (this.#onTaken = resolve));
    const end = answering(statement);
    // Whoever awaits it is told; until then it must not count as unhandled.
    const hasEnded = end.catch(() => undefined);
    this.#isFree = Promise.race([areTaken, hasEnded]).then(() => this.#clear());
    return end;
  }

  /** Another for the same rows. */
  another(): RowGroup {
    return new RowGroup(this.#engine, this.#spec, this.#keys);
  }

  /** Lets go of its columns and their names. The table function stays, with what it holds, as long as the engine. */
  release(): void {
    this.columns = [];
  }

  #clear(): void {
    this.#isTaken = false;
    for (const column of this.columns) column.clear();
    this.#values.fill(0);
    this.#rows = 0;
  }

  #register(): void {
    const { bindings, duckdb } = this.#engine;
    const source = new duckdb.DuckDBTableFunction();
    source.setName(this.source);
    bindings.table_function_set_bind(source.table_function, (info) => {
      for (const column of this.columns) bindings.bind_add_result_column(info, column.name, column.type());
    });
    source.setInitFunction((info) => {
      this.#read = 0;
      // Rows have an order, so one thread asks for them.
      info.setMaxThreads(1);
    });
    bindings.table_function_set_function(source.table_function, (_, chunk) => this.#give(chunk));
    this.#engine.connection.registerTableFunction(source);
  }

  #give(chunk: DataChunk): void {
    const { bindings, duckdb } = this.#engine;
    const count = Math.min(duckdb.DuckDBVector.standardSize(), this.#rows - this.#read);
    bindings.data_chunk_set_size(chunk, count);
    if (count > 0) {
      this.columns.forEach((column, c) =>
        column.put(bindings.data_chunk_get_vector(chunk, c), this.#read, count),
      );
    } else this.#onTaken?.();
    this.#read += count;
  }
}

/**
 * Rows in groups: each as soon as it is full, and the last one at the end; where there are no rows, one without. Whoever asks for the next has to
 * hand it over first. There are two by turns, so that one is filled while DuckDB takes the other: it asks for rows between two turns of the event loop,
 * which it gets after every batch.
 *
 * @param batches the rows.
 * @param keys the names of their keys.
 * @param first the first of them; all are let go of in the end.
 */
export async function* rowGroups(
  batches: TableBatches,
  keys: KeyTexts,
  first: RowGroup,
): AsyncGenerator<RowGroup> {
  let group = first;
  let other: RowGroup | undefined;
  let isFirst = true;
  try {
    for await (const batch of batches) {
      keys.cover(batch);
      let row = group.add(batch, 0);
      while (group.isFull) {
        // Made while no statement runs: making one waits for its connection.
        other ??= first.another();
        yield group;
        isFirst = false;
        [group, other] = [other, group];
        await group.isFree;
        row = group.add(batch, row);
      }
      if (other?.isTaken) await setImmediate();
    }
    if (isFirst || group.rows > 0) yield group;
  } finally {
    for (const used of [group, other]) {
      await used?.isFree;
      // Its table function, and what it holds, stays as long as the engine.
      used?.release();
    }
  }
}

/** How many of `count` lists from `from` on it takes to get to `values` values, or all of them. */
function rowsWithin(offsets: Int32Array, from: number, count: number, values: number): number {
  const limit = offsets[from]! + values;
  if (offsets[from + count]! < limit) return count;
  let few = 0;
  for (let many = count; few < many - 1;) {
    const middle = (few + many) >> 1;
    if (offsets[from + middle]! < limit) few = middle;
    else many = middle;
  }
  return few + 1;
}
