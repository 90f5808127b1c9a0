import { throwIfInterrupted } from '@cmsc/core';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { ScratchFolder } from '@cmsc/files';
import { chunksOf } from '../duckdb/result-rows.js';
import { Engine } from '../duckdb/engine.js';
import { otherColumns, selectionOf, type EventColumn, type StoredColumn } from './event-query.js';
import { LineWriter } from './line-writer.js';
import { findTable, type StoredTable, type TableAddress } from './stored-table.js';
import { badParquet, eventTableFailed } from '../database/database-failed.js';

/** How a table of events is opened. */
export interface EventTableOptions {
  /** Calls the reading off. */
  signal?: AbortSignal | undefined;
  /** Threads of DuckDB; all cores when left out. */
  threads?: number | undefined;
  /** Memory of DuckDB, which spills beyond it. 512 MiB when left out. */
  memoryLimitBytes?: number;
}

const MEMORY_BYTES = 2 ** 29;
const PIECE_BYTES = 1 << 18;

/** A Parquet file, or a table or view of a DuckDB database, to be read as events in the order of its rows. */
export class EventTable {
  readonly #address: TableAddress;
  readonly #signal: AbortSignal | undefined;
  readonly #engine: Engine;
  readonly #scratch: ScratchFolder;
  readonly #table: StoredTable;

  private constructor({ address, signal, engine, scratch, table }: TableParts) {
    this.#address = address;
    this.#signal = signal;
    this.#engine = engine;
    this.#scratch = scratch;
    this.#table = table;
  }

  /**
   * Opens a table, and looks which columns it has.
   *
   * @param address where it is.
   * @param formats columns of events: of a database where no table is named, those that have them are.
   * @param options how it is opened.
   * @throws CmscError BAD_OPTION (usage) where no table is named, or one that is not there; BAD_PARQUET, BAD_DATABASE (data) for a file that is
   *   damaged or encrypted; READ_FAILED, OUTPUT_LOCKED, ENGINE_FAILED (io).
   */
  static async open(
    address: TableAddress,
    formats: readonly (readonly EventColumn[])[],
    options: EventTableOptions = {},
  ): Promise<EventTable> {
    const { signal, threads, memoryLimitBytes: memoryBytes = MEMORY_BYTES } = options;
    const scratch = new ScratchFolder(tmpdir(), basename(address.file));
    let engine: Engine | undefined;
    try {
      engine = await Engine.open({ memoryBytes, folder: scratch.file('spill'), threads, signal });
      const table = await findTable(engine.connection, address, formats);
      return new EventTable({ address, signal, engine, scratch, table });
    } catch (error) {
      engine?.close();
      await scratch.remove();
      throwIfInterrupted(signal);
      throw eventTableFailed(address, error);
    }
  }

  /** Its columns, with their types in DuckDB's words. */
  get columns(): readonly StoredColumn[] {
    return this.#table.columns;
  }

  /** About the number of its rows; undefined for a view. */
  get rows(): number | undefined {
    return this.#table.rows;
  }

  /**
   * Checks that it can be read as events.
   *
   * @param columns the columns of the events.
   * @returns the names of its other columns.
   * @throws CmscError MISSING_COLUMN (data).
   */
  check(columns: readonly EventColumn[]): string[] {
    selectionOf(this.columns, columns, this.#address.path);
    return otherColumns(this.columns, columns);
  }

  /**
   * Its rows as lines of text, the values in the order of these columns. A piece ends behind a row, and is good until the next is asked for.
   *
   * @param columns the columns of the events, found by their names in any case.
   * @param onRows told before each piece how many rows were read so far.
   * @throws CmscError MISSING_COLUMN (data) for one that is not there, or of another type; BAD_PARQUET, BAD_DATABASE (data) after the rows before the
   *   damage; what else `open` throws.
   */
  async *text(columns: readonly EventColumn[], onRows?: (rows: number) => void): AsyncGenerator<Uint8Array> {
    const selection = selectionOf(this.columns, columns, this.#address.path);
    const timeAt = columns.findIndex(({ kind }) => kind === 'time');
    const names = columns.map(({ name }) => name);
    const writer = new LineWriter(this.#engine.bindings, names, timeAt);
    const sql = `SELECT ${selection} FROM ${this.#table.from}`;
    let rows = 0;
    for await (const chunk of this.#chunks(sql)) {
      writer.add(chunk.chunk, chunk.rowCount);
      rows += chunk.rowCount;
      if (writer.size < PIECE_BYTES) continue;
      onRows?.(rows);
      yield writer.take();
    }
    onRows?.(rows);
    if (writer.size > 0) yield writer.take();
    // Of a Parquet file the number is not an estimate, but what its end says.
    const { kind, path } = this.#address;
    if (kind === 'parquet' && rows !== this.rows)
      throw badParquet(path, `it has ${rows} of ${this.rows} rows`);
  }

  /** Lets go of it. */
  async close(): Promise<void> {
    this.#engine.close();
    await this.#scratch.remove();
  }

  async *#chunks(sql: string): AsyncGenerator<DuckDBDataChunk> {
    const { connection } = this.#engine;
    const result = await this.#asked(() => connection.stream(sql));
    try {
      yield* chunksOf(result, connection);
    } catch (error) {
      throwIfInterrupted(this.#signal);
      // Why it broke off, a query says that has to read all of it before it gives a row.
      await this.#asked(() => connection.run(`SELECT max(COLUMNS(*)) FROM (${sql})`));
      throw eventTableFailed(this.#address, error);
    }
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throwIfInterrupted(this.#signal);
      throw eventTableFailed(this.#address, error);
    }
  }
}

interface TableParts {
  address: TableAddress;
  signal: AbortSignal | undefined;
  engine: Engine;
  scratch: ScratchFolder;
  table: StoredTable;
}
