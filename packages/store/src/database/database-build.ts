import type { DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { basename, dirname } from 'node:path';
import { CmscError, sqlIdentifier } from '@cmsc/core';
import { findTarget, type ReplaceOptions, ScratchFolder, type Target } from '@cmsc/files';
import type { Engine } from '../duckdb/engine.js';
import { formatOfPath } from '../format.js';
import { KeyTexts } from '../key-texts.js';
import type { OutputSummary } from '../manifest.js';
import { SortedRows } from '../sorting/sorted-rows.js';
import type { KeyNames, TableRows, TableSpec } from '../table.js';
import { appendTable, type AppendOptions } from './append-table.js';
import { DatabaseFile } from './database-file.js';

/** What a database may use while it is built. */
export interface DatabaseBuildOptions extends ReplaceOptions {
  /** Calls the build off: the statement that runs fails, and so does the taking in of rows. */
  signal?: AbortSignal;
  /** Bytes of memory: three quarters for DuckDB, an eighth for each table that is being sorted. 128 MiB when left out. */
  memoryLimitBytes?: number;
  /** Threads of DuckDB; all cores when left out. */
  threads?: number;
}

/** A row of values: text, whole numbers, booleans, null, lists of text. */
export type DatabaseRow = readonly (string | number | boolean | null | readonly string[])[];

const MEMORY_BYTES = 2 ** 27;

/** Rows that one INSERT takes. */
const INSERTED_ROWS = 256;

/**
 * A database of many tables that is complete or absent: it grows under a temporary name beside its target, and takes
 * the target's name when it is finished.
 *
 * @example
 * const build = await DatabaseBuild.open('X.duckdb', { force: true });
 * const spec: TableSpec = { name: 'sessions', key: ['dst_user'], columns: [{ name: 'start_time', type: 'int' }] };
 * const keys: KeyNames = { size: 2, name: (_, key) => ['U2@DOM1', 'U1@DOM1'][key]! };
 * const rows = build.sortedRows(spec, keys);
 * rows.add({ length: 2, key: Int32Array.of(0, 1), columns: [Int32Array.of(71, 81)] });
 * await build.fill('sessions', rows);
 * await build.query('SELECT * FROM sessions LIMIT 1'); // [{ dst_user: 'U1@DOM1', start_time: 81 }]
 * await build.finish(2);
 */
export class DatabaseBuild {
  readonly #target: Target;
  readonly #file: DatabaseFile;
  readonly #scratch: ScratchFolder;
  readonly #rowBytes: number;
  readonly #signal: AbortSignal | undefined;
  /** Those whose rows are still there: one that is done with must not be kept, with all the names of its keys. */
  readonly #sorted = new Set<SortedRows>();

  private constructor(
    target: Target,
    file: DatabaseFile,
    scratch: ScratchFolder,
    { memoryLimitBytes = MEMORY_BYTES, signal }: DatabaseBuildOptions,
  ) {
    this.#target = target;
    this.#file = file;
    this.#scratch = scratch;
    this.#rowBytes = memoryLimitBytes / 8;
    this.#signal = signal;
  }

  /**
   * Opens an empty database that will be `path`.
   *
   * @throws CmscError BAD_OPTION for what is no name of a database; NOT_FOUND without a folder to put it in,
   *   OUTPUT_EXISTS when it is there and may not be replaced, OUTPUT_LOCKED when another process has it open, ENGINE_FAILED without DuckDB.
   */
  static async open(path: string, options: DatabaseBuildOptions = {}): Promise<DatabaseBuild> {
    const { signal, threads, memoryLimitBytes = MEMORY_BYTES, force = false } = options;
    const target = await findTarget(path, options);
    if (target.special || formatOfPath(path) !== 'duckdb') throw noDatabaseName(path);
    const beside = new ScratchFolder(dirname(target.path), basename(target.path));
    const output = { format: 'duckdb', target, force, beside } as const;
    const engine = { memoryBytes: (memoryLimitBytes / 4) * 3, folder: beside.file('spill'), threads, signal };
    return new DatabaseBuild(target, await DatabaseFile.open(output, engine), beside, options);
  }

  /**
   * Rows of a table to be, which are to be sorted first. What does not fit into memory goes beside the database. `names`
   * has the text of the keys as they come up; without it keys are numbers, and rows go by them.
   */
  sortedRows(spec: TableSpec, names?: KeyNames): SortedRows {
    const rows = new SortedRows(spec, names, {
      scratch: this.#scratch,
      memoryBytes: this.#rowBytes,
      signal: this.#signal,
      onClosed: () => this.#sorted.delete(rows),
    });
    this.#sorted.add(rows);
    return rows;
  }

  /**
   * Runs one statement.
   *
   * @throws CmscError ENGINE_FAILED or WRITE_FAILED naming the cause.
   */
  async run(sql: string): Promise<void> {
    await this.#file.guarded(() => this.#engine.run(sql));
  }

  /**
   * The rows of a query, as objects by column name; whole numbers come as numbers.
   *
   * @throws CmscError ENGINE_FAILED naming the cause.
   */
  query(sql: string): Promise<Record<string, unknown>[]> {
    return this.#file.guarded(async () => {
      const reader = await this.#engine.connection.runAndReadAll(sql);
      return reader.getRowObjectsJS().map((row) => {
        const entries = Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'bigint' ? Number(value) : value,
        ]);
        return Object.fromEntries(entries) as Record<string, unknown>;
      });
    });
  }

  /**
   * Makes a table of rows, in their order. All names of a batch have to be known.
   *
   * @returns the number of rows.
   * @throws CmscError ENGINE_FAILED or WRITE_FAILED naming the cause; what the rows throw.
   */
  fill(table: string, rows: TableRows, options?: AppendOptions): Promise<number> {
    const { spec } = rows;
    const appended = { spec, keys: KeyTexts.of(rows), batches: rows.batches };
    return this.#file.guarded(() => appendTable(this.#engine, table, appended, options));
  }

  /**
   * Adds rows to a table, some at a time: for small tables.
   *
   * @throws CmscError ENGINE_FAILED naming the cause.
   */
  async insert(table: string, rows: readonly DatabaseRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#file.guarded(async () => {
      const { connection } = this.#engine;
      await connection.run('BEGIN');
      for (let from = 0; from < rows.length; from += INSERTED_ROWS) {
        const some = rows.slice(from, from + INSERTED_ROWS);
        const places = some.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
        const statement = await connection.prepare(`INSERT INTO ${sqlIdentifier(table)} VALUES ${places}`);
        this.#bind(statement, some.flat(1));
        await statement.run();
        statement.destroySync();
      }
      await connection.run('COMMIT');
    });
  }

  /**
   * Makes the database complete.
   *
   * @param rows the rows to name in the summary.
   * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster.
   */
  async finish(rows: number): Promise<OutputSummary> {
    try {
      return { path: this.#target.given, ...(await this.#file.finish()), rows };
    } finally {
      await this.close();
    }
  }

  /** Lets go of it: nothing stays of a database that is not complete. Never throws. */
  async close(): Promise<void> {
    for (const rows of this.#sorted) rows.close();
    await this.#file.remove();
  }

  get #engine(): Engine {
    return this.#file.engine;
  }

  #bind(statement: DuckDBPreparedStatement, row: DatabaseRow): void {
    const { LIST, VARCHAR, listValue } = this.#engine.duckdb;
    const values = row.map((value) => (Array.isArray(value) ? listValue(value) : (value as DuckDBValue)));
    // The type of a list can't be told from its items when it has none.
    const types = row.map((value) => (Array.isArray(value) ? LIST(VARCHAR) : undefined));
    statement.bind(values, types as DuckDBType[]);
  }
}

/** Whatever its name, a database would be written: one that ends in `.csv` would be taken for what it is not. */
function noDatabaseName(path: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', 'is no name of a DuckDB database', {
    file: path,
    hint: 'end it in .duckdb',
  });
}
