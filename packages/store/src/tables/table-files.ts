import { CmscError, sqlIdentifier, sqlLiteral, sqlPathLiteral } from '@cmsc/core';
import { ScratchFolder } from '@cmsc/files';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { databaseFailed } from '../database/database-failed.js';
import { chunksOf, numberBatches, type NumberBatch } from '../duckdb/result-rows.js';
import { Engine, engineFailed, engineMessage } from '../duckdb/engine.js';
import { headOf, tableKindOf } from './file-head.js';

/** How tables in files are opened. */
export interface TableFilesOptions {
  /** Calls the reading off. */
  signal?: AbortSignal;
  /** Memory of DuckDB, which spills to a temporary folder beyond it. 128 MiB when left out. */
  memoryLimitBytes?: number;
  /** Threads of DuckDB; all cores when left out. */
  threads?: number;
  /** What the table is called in a database, when a file is one. */
  table: string;
  /** What messages call the files, when not by their paths. */
  names?: readonly string[];
}

/** The column of `input` with the number of a row's file, from 0 on, as SQL. */
export const FILE_NUMBER = '"file number"';

const MEMORY_BYTES = 2 ** 27;
const GZIP = '\x1f\x8b';

/** One table that lies in one or several files: Parquet, CSV with a header, JSON, or a DuckDB database, told by their content. */
export class TableFiles {
  /** Names of its columns. */
  readonly columns: readonly string[];
  readonly #paths: readonly string[];
  readonly #engine: Engine;
  readonly #scratch: ScratchFolder;

  private constructor(
    paths: readonly string[],
    engine: Engine,
    scratch: ScratchFolder,
    columns: readonly string[],
  ) {
    this.#paths = paths;
    this.#engine = engine;
    this.#scratch = scratch;
    this.columns = columns;
  }

  /**
   * Opens the files. Their rows are the view `input` in SQL, all of their values text unless the file says what they are.
   *
   * @throws CmscError NOT_FOUND, READ_FAILED (io); MISSING_COLUMN, BAD_DATABASE, UNKNOWN_FORMAT (data) when they are no table, or not of the same
   * columns.
   */
  static async open(paths: readonly string[], options: TableFilesOptions): Promise<TableFiles> {
    const { signal, threads, memoryLimitBytes: memoryBytes = MEMORY_BYTES, table } = options;
    const { names = paths } = options;
    const sources = await Promise.all(
      paths.map((path, i) =>
        tableInFile(path, `file_${i}`, table).catch((error: unknown) => {
          throw tableFailed(names[i]!, error);
        }),
      ),
    );
    const scratch = new ScratchFolder(tmpdir(), basename(paths[0] ?? 'table'));
    try {
      const engine = await Engine.open({ memoryBytes, folder: scratch.file('spill'), threads, signal });
      try {
        await engine.run(`ATTACH ${sqlLiteral(scratch.file('kept.duckdb'))} AS kept (TYPE duckdb)`);
        const columns = await attachAll(engine, names, sources);
        return new TableFiles(names, engine, scratch, columns);
      } catch (error) {
        engine.close();
        throw error;
      }
    } catch (error) {
      await scratch.remove();
      throw signal?.aborted === true ? error : engineFailed(tmpdir(), error);
    }
  }

  /** Runs a statement. Tables of the database `kept` lie on disk. */
  async run(sql: string): Promise<void> {
    await this.#asked(() => this.#engine.run(sql));
  }

  /** The rows of a query, which is small. */
  async rows(sql: string): Promise<unknown[][]> {
    return this.#asked(async () => (await this.#engine.connection.runAndReadAll(sql)).getRowsJS());
  }

  /** The rows of a query of numbers, truths and whole numbers, batch by batch; each is good until the next is asked for. */
  async *numbers(sql: string): AsyncGenerator<NumberBatch> {
    try {
      yield* numberBatches(this.#engine.connection, sql);
    } catch (error) {
      throw tableFailed(this.#paths.join(', '), error);
    }
  }

  /** The rows of a query as text, batch by batch. */
  async *texts(sql: string): AsyncGenerator<string[][]> {
    try {
      const { connection } = this.#engine;
      for await (const chunk of chunksOf(await connection.stream(sql), connection))
        yield chunk.getRows().map((row) => row.map(String));
    } catch (error) {
      throw tableFailed(this.#paths.join(', '), error);
    }
  }

  /** Lets go of all, and removes what was kept. */
  async close(): Promise<void> {
    this.#engine.close();
    await this.#scratch.remove();
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw tableFailed(this.#paths.join(', '), error);
    }
  }
}

/** A file as a table in SQL. */
export interface TableInFile {
  /** What has to be run first. */
  prepare?: string;
  from: string;
}

/**
 * What a file is in SQL, told by its content: Parquet, CSV with a header (all of it text), objects of JSON in lines or an array, or
 * `table` of a DuckDB database, which is attached as `alias` then.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function tableInFile(path: string, alias: string, table: string): Promise<TableInFile> {
  const head = await headOf(path);
  const file = sqlPathLiteral(path);
  const kind = tableKindOf(head);
  if (kind === 'parquet') return { from: `read_parquet(${file})` };
  if (kind === 'duckdb')
    return {
      prepare: `ATTACH ${sqlLiteral(path)} AS ${alias} (TYPE duckdb, READ_ONLY)`,
      from: `${alias}.main.${sqlIdentifier(table)}`,
    };
  const isPacked = head.startsWith(GZIP);
  const packed = isPacked ? `, compression = 'gzip'` : '';
  const json = /^\s*([{[])/.exec(isPacked ? inflated(head) : head)?.[1];
  return json !== undefined
    ? { from: `read_json(${file}, format = '${json === '[' ? 'array' : 'newline_delimited'}'${packed})` }
    : { from: `read_csv(${file}, header = true, all_varchar = true${packed})` };
}

/** The first of what gzip packed, as far as it is there. */
function inflated(head: string): string {
  try {
    return gunzipSync(Buffer.from(head, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
      'latin1',
    );
  } catch {
    return ''; // Its reader says what is wrong with it.
  }
}

async function attachAll(
  engine: Engine,
  paths: readonly string[],
  sources: readonly TableInFile[],
): Promise<string[]> {
  let columns: string[] | undefined;
  for (const [i, { prepare, from }] of sources.entries()) {
    const path = paths[i] as string;
    try {
      if (prepare) await engine.run(prepare);
      const described = await engine.connection.runAndReadAll(`DESCRIBE FROM ${from}`);
      const names = described.getRowsJS().map(([name]) => String(name));
      columns ??= names;
      if (names.join('\n') !== columns.join('\n')) throw otherColumns(path, paths[0] as string);
    } catch (error) {
      throw tableFailed(path, error);
    }
  }
  const all = sources
    .map(({ from }, i) => `SELECT *, ${i} AS ${FILE_NUMBER} FROM ${from}`)
    .join(' UNION ALL ');
  await engine.run(`CREATE TEMP VIEW input AS ${all}`);
  return columns ?? [];
}

function otherColumns(path: string, first: string): CmscError {
  return new CmscError('data', 'MISSING_COLUMN', `has other columns than ${first}`, {
    file: path,
    hint: 'give files that are parts of one table, with the same columns in the same order',
  });
}

function tableFailed(path: string, error: unknown): CmscError {
  const message = error instanceof Error ? engineMessage(error) : '';
  const problem = /^(Invalid Input|Conversion|Invalid|Binder|Catalog|Parser) Error: (.*)/.exec(message);
  // What is written while tables are read is in the temporary folder.
  if (/could not write|no space left|max_temp_directory_size/i.test(message))
    return engineFailed(tmpdir(), error);
  if (!problem) return databaseFailed(path, error);
  return new CmscError('data', 'UNKNOWN_FORMAT', `is no table that can be read: ${problem[2] ?? ''}`, {
    file: path,
    hint: 'give CSV with a header, JSON lines, or Parquet',
    cause: error,
  });
}
