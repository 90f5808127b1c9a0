import type { DuckDBPreparedStatement, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { basename, dirname } from 'node:path';
import { checkUnlocked } from '../database-lock.js';
import { deliver } from '../deliver.js';
import { Engine, engineFailed, identifier, literal } from '../duckdb.js';
import { ScratchFolder } from '../scratch-folder.js';
import type { OutputSummary } from '../sink-types.js';
import { findTarget, type ReplaceOptions, type Target } from '../target.js';

/** What a database may use while it is built. */
export interface DatabaseBuildOptions extends ReplaceOptions {
  signal?: AbortSignal;
  /** Memory of DuckDB, bytes. 512 MiB when left out. */
  memoryLimitBytes?: number;
  threads?: number;
}

/** A row of values: text, whole numbers, booleans, null, lists of text. */
export type DatabaseRow = readonly (string | number | boolean | null | readonly string[])[];

const MEMORY_BYTES = 2 ** 29;

/**
 * A database of many tables that is complete or absent: it grows under a temporary name beside its target, and takes
 * the target's name when it is finished.
 *
 * @example
 * const build = await DatabaseBuild.open('X.duckdb', { force: true });
 * await build.load('sessions', await build.scratchFile('sessions.parquet'));
 * const { sha256 } = await build.finish();
 */
export class DatabaseBuild {
  readonly #target: Target;
  readonly #force: boolean;
  readonly #scratch: ScratchFolder;
  readonly #engine: Engine;
  #open = true;

  private constructor(target: Target, force: boolean, scratch: ScratchFolder, engine: Engine) {
    this.#target = target;
    this.#force = force;
    this.#scratch = scratch;
    this.#engine = engine;
  }

  /**
   * Opens an empty database that will be `path`.
   *
   * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
   *   OUTPUT_LOCKED when another process has it open, ENGINE_FAILED without DuckDB.
   */
  static async open(path: string, options: DatabaseBuildOptions = {}): Promise<DatabaseBuild> {
    const { force = false, signal, threads, memoryLimitBytes: memoryBytes = MEMORY_BYTES } = options;
    const target = await findTarget(path, { force });
    if (!target.special) await checkUnlocked(target.path, target.given);
    const scratch = new ScratchFolder(dirname(target.path), basename(target.path));
    try {
      const folder = await scratch.file('spill');
      const engine = await Engine.open({ memoryBytes, folder, threads, signal });
      await engine.run(`ATTACH ${literal(await scratch.file('output'))} AS output (TYPE duckdb)`);
      await engine.run('USE output');
      return new DatabaseBuild(target, force, scratch, engine);
    } catch (error) {
      await scratch.remove();
      throw engineFailed(path, error);
    }
  }

  /** The path of a temporary file that is removed with the build. */
  async scratchFile(name: string): Promise<string> {
    return this.#scratch.file(name);
  }

  /**
   * Runs one statement.
   *
   * @throws CmscError ENGINE_FAILED or WRITE_FAILED naming the cause.
   */
  async run(sql: string): Promise<void> {
    await this.#guarded(() => this.#engine.run(sql));
  }

  /**
   * The rows of a query, as objects by column name; whole numbers come as numbers.
   *
   * @throws CmscError ENGINE_FAILED naming the cause.
   */
  query(sql: string): Promise<Record<string, unknown>[]> {
    return this.#guarded(async () => {
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
   * Makes a table of a Parquet file, in its order.
   *
   * @param table its name.
   * @param parquet the path of the file.
   * @param select what to take, in SQL: `*` by default; `file_row_number` counts the rows from 0.
   */
  async load(table: string, parquet: string, select = '* EXCLUDE file_row_number'): Promise<void> {
    await this.run(
      `CREATE TABLE ${identifier(table)} AS SELECT ${select} FROM read_parquet(${literal(parquet)}, file_row_number = true)`,
    );
  }

  /**
   * Adds rows to a table, value by value: for small tables.
   *
   * @throws CmscError ENGINE_FAILED naming the cause.
   */
  async insert(table: string, rows: readonly DatabaseRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#guarded(async () => {
      const { connection } = this.#engine;
      const places = (rows[0] as DatabaseRow).map((_, i) => `$${i + 1}`).join(', ');
      const statement = await connection.prepare(`INSERT INTO ${identifier(table)} VALUES (${places})`);
      await connection.run('BEGIN');
      for (const row of rows) {
        this.#bind(statement, row);
        await statement.run();
      }
      await connection.run('COMMIT');
      statement.destroySync();
    });
  }

  /**
   * Makes the database complete.
   *
   * @param rows the rows to name in the summary.
   * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster.
   */
  async finish(rows: number): Promise<OutputSummary> {
    await this.run('USE memory');
    await this.run('CHECKPOINT output');
    await this.run('DETACH output');
    this.#open = false;
    this.#engine.close();
    try {
      const file = await this.#scratch.file('output');
      const output = {
        format: 'duckdb',
        target: this.#target,
        force: this.#force,
        beside: this.#scratch,
      } as const;
      return { path: this.#target.given, ...(await deliver(file, output)), rows };
    } finally {
      await this.#scratch.remove();
    }
  }

  /** Gives the database up; nothing stays of it. Never throws, and does nothing after `finish`. */
  async abort(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#engine.close();
    await this.#scratch.remove();
  }

  #bind(statement: DuckDBPreparedStatement, row: DatabaseRow): void {
    const { LIST, VARCHAR, listValue } = this.#engine.duckdb;
    const values = row.map((value) => (Array.isArray(value) ? listValue(value) : (value as DuckDBValue)));
    // The type of a list can't be told from its items when it has none.
    const types = row.map((value) => (Array.isArray(value) ? LIST(VARCHAR) : undefined));
    statement.bind(values, types as DuckDBType[]);
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw engineFailed(this.#target.given, error);
    }
  }
}
