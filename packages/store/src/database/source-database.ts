import { CmscError, sqlLiteral, throwIfInterrupted } from '@cmsc/core';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  findTarget,
  pour,
  refuseSameFiles,
  type ReplaceOptions,
  ScratchFolder,
  StreamSink,
  systemCode,
  type Target,
  untilClosed,
  type WrittenBytes,
} from '@cmsc/files';
import { Engine, engineMessage } from '../duckdb/engine.js';
import { numberBatches, type NumberBatch, plainValue, rowBatches } from '../duckdb/result-rows.js';
import { chooseFormat } from '../format.js';
import type { OutputSummary } from '../manifest.js';
import { TableText, type TextColumn } from '../text/table-text.js';
import { companionsOf } from './database-path.js';
import { databaseFailed, isOfDatabase, namedFile, noDatabase, refusedFile } from './database-failed.js';
import { checkDatabaseTarget, deliver } from './deliver.js';
import { type CopyFormat, type QueryResult, type TextBatch, uniqueNames } from './query-result.js';
import { runStatements } from './run-statements.js';
import { adviceOf, badQuery } from './statements.js';

/** How a built database is opened. */
export interface DatabaseOptions {
  /** Lets statements change it. */
  writable?: boolean;
  /** Calls off the statement that runs, which fails then. */
  signal?: AbortSignal;
  /** Memory of DuckDB, which spills to a temporary folder beyond it. 512 MiB when left out. */
  memoryLimitBytes?: number;
  /** Threads of DuckDB; all cores when left out. */
  threads?: number;
}

/** How the rows of a query are written. */
export interface QueryOutputOptions extends ReplaceOptions {
  /**
   * One of the output formats, or `json` (one array) or `table` (for people), against the ending of the path. A stream is
   * CSV unless this says otherwise.
   */
  format?: string;
  /** Each row is a line of plain text: its one column as it is, without quotes or a header. `format` says if it is packed. */
  lines?: boolean;
  /**
   * The table of the data dictionary that says in a database what the columns mean. Where it is not said, columns that are
   * taken as they are keep their comments.
   */
  meaning?: string;
  /** Key-value metadata of a Parquet file. Other formats have no place for it. */
  metadata?: Readonly<Record<string, string>>;
}

/** The rows of a query, all of them. */
export interface QueryRows {
  /** Names, as the query gives them; a second `n` is called `n_1`. */
  columns: string[];
  /** The values of each row, in the order of `columns`. */
  rows: unknown[][];
}

/** The rows of a query, to be read as far as somebody looks at them. */
export interface QueryReading {
  columns: TextColumn[];
  /** The rows in their order; each call asks for them anew. */
  batches(): AsyncGenerator<TextBatch>;
}

const MEMORY_BYTES = 2 ** 29;

/**
 * A built database, to be asked.
 *
 * @example
 * const source = await SourceDatabase.open('cmsc.duckdb');
 * const { columns } = await source.rows('SELECT count(*) AS attacked FROM sessions WHERE label = 1');
 * columns; // ['attacked']
 * await source.close();
 */
export class SourceDatabase {
  readonly #path: string;
  readonly #options: DatabaseOptions;
  readonly #engine: Engine;
  readonly #scratch: ScratchFolder;
  /** One that reaches no files, when it was needed. */
  #guarded: Engine | undefined;

  private constructor(path: string, options: DatabaseOptions, engine: Engine, scratch: ScratchFolder) {
    this.#path = path;
    this.#options = options;
    this.#engine = engine;
    this.#scratch = scratch;
  }

  /**
   * Opens a database, to read only unless it says otherwise.
   *
   * @throws CmscError NOT_FOUND, READ_FAILED (io), OUTPUT_LOCKED (io) when another process writes it, BAD_DATABASE (data)
   *   when it is no DuckDB database, or a damaged one.
   */
  static async open(path: string, options: DatabaseOptions = {}): Promise<SourceDatabase> {
    await checkIsFile(path);
    const scratch = new ScratchFolder(tmpdir(), basename(path));
    try {
      return new SourceDatabase(
        path,
        options,
        await openEngine(path, scratch.file('spill'), options),
        scratch,
      );
    } catch (error) {
      await scratch.remove();
      throw databaseFailed(path, error);
    }
  }

  /**
   * The rows of a query, which is small. Whole numbers that fit come as numbers, lists as arrays.
   *
   * @throws CmscError BAD_QUERY (usage) with what DuckDB says is wrong with it.
   */
  rows(sql: string): Promise<QueryRows> {
    return this.#asked(sql, async () => {
      const reader = await this.#engine.connection.runAndReadAll(sql);
      const rows = reader.getRowsJS().map((row) => row.map(plainValue));
      return { columns: uniqueNames(reader.columnNames()), rows };
    });
  }

  /**
   * The rows of any query, some at a time: as {@link SourceDatabase.rows}, but for those that are many.
   *
   * @throws CmscError BAD_QUERY (usage), also while rows are read.
   */
  async *batches(sql: string): AsyncGenerator<unknown[][]> {
    const connection = await this.#engine.connect();
    await connection.run('USE source');
    yield* this.#askedFor(sql, rowBatches(connection, sql));
  }

  /**
   * The rows of a query of numbers and truths, batch by batch, each good until the next is asked for. Several may be read at
   * the same time.
   *
   * @throws CmscError BAD_QUERY (usage), also while rows are read.
   */
  async *numbers(sql: string): AsyncGenerator<NumberBatch> {
    const connection = await this.#engine.connect();
    await connection.run('USE source');
    yield* this.#askedFor(sql, numberBatches(connection, sql));
  }

  /**
   * Reads the rows of any statement as text, for people: as many as they look at.
   *
   * @throws CmscError BAD_QUERY (usage), also while rows are read.
   */
  async read(sql: string): Promise<QueryReading> {
    const result = await this.#asked(sql, () => this.#run(sql));
    return { columns: result.columns, batches: () => this.#askedFor(sql, result.text()) };
  }

  /**
   * Writes the rows of any statement to a file, complete or not at all, or to standard output (`-`). In CSV lists are
   * joined by one space.
   *
   * @throws CmscError BAD_QUERY (usage); what the opening and writing of an output throws.
   */
  async write(sql: string, target: string, options: QueryOutputOptions = {}): Promise<OutputSummary> {
    await refuseSameFiles({ '--output': target }, [this.#path], await companionsOf(this.#path));
    const place = target === '-' ? undefined : await findTarget(target, options);
    const format = formatOf(target, place, options);
    if (place && format === 'duckdb') await checkDatabaseTarget(place, options.force ?? false);
    const beside = new ScratchFolder(
      place && !place.special ? dirname(place.path) : tmpdir(),
      basename(place?.path ?? 'stdout'),
    );
    try {
      const file = await beside.file('output');
      const result = await this.#asked(sql, () => this.#run(sql));
      const copy = () =>
        format === 'table' ? writeTable(result, file) : result.copyTo(file, format, options);
      const rows = await this.#asked(sql, copy, { file, shown: place ? target : tmpdir() });
      if (!place) return { path: '-', ...(await toStandardOutput(file)), rows };
      const kind = format === 'duckdb' ? 'duckdb' : 'parquet';
      const written = await deliver(file, {
        format: kind,
        target: place,
        force: options.force ?? false,
        beside,
      });
      return { path: target, ...written, rows };
    } finally {
      await beside.remove();
    }
  }

  /** Lets go of it. */
  async close(): Promise<void> {
    this.#guarded?.close();
    this.#engine.close();
    await this.#scratch.remove();
  }

  #run(sql: string): Promise<QueryResult> {
    const openGuarded = async (): Promise<Engine> => {
      this.#guarded ??= await openEngine(this.#path, this.#scratch.file('guarded'), this.#options);
      await this.#guarded.run('SET enable_external_access = false');
      return this.#guarded;
    };
    return runStatements(this.#engine, sql, { writable: this.#options.writable ?? false, openGuarded });
  }

  async *#askedFor<T>(sql: string, items: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      yield* items;
    } catch (error) {
      throw this.#failed(sql, error);
    }
  }

  async #asked<T>(sql: string, ask: () => Promise<T>, output?: WrittenFile): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.#failed(sql, error, output);
    }
  }

  #failed(sql: string, error: unknown, output?: WrittenFile): CmscError {
    // Of rows that break off DuckDB does not say that it was interrupted.
    throwIfInterrupted(this.#options.signal);
    const isOfEngine =
      error instanceof Error &&
      /^(Failed to extract statements: )?[A-Z][A-Za-z ]* Error: /.test(error.message);
    if (isOfEngine && !NOT_OF_STATEMENT.test(error.message))
      return badQuery(adviceOf(error, sql), undefined, error);
    // Another file than the database, which the statement names.
    if (/^IO Error: No files found/.test(engineMessage(error)))
      return new CmscError('io', 'NOT_FOUND', adviceOf(error, sql), { cause: error });
    const refused = refusedFile(error);
    if (refused && basename(refused.file) !== basename(this.#path))
      return new CmscError('io', 'READ_FAILED', adviceOf(error, sql), { cause: error });
    return databaseFailed(this.#blamed(error, output), error);
  }

  /** The file that an error is about, which need not be the database: of temporary ones, what they are for. */
  #blamed(error: unknown, output: WrittenFile | undefined): string {
    if (output && systemCode(error) !== undefined) return output.shown;
    const file = namedFile(error);
    if (file === undefined || isOfDatabase(file, this.#path)) return this.#path;
    if (output && isInside(file, dirname(output.file))) return output.shown;
    return isInside(file, dirname(this.#scratch.file('spill'))) ? tmpdir() : file;
  }
}

/** A file that rows go to, under its temporary name, and what errors call it. */
interface WrittenFile {
  file: string;
  shown: string;
}

function isInside(file: string, folder: string): boolean {
  return resolve(file).startsWith(`${resolve(folder)}${sep}`);
}

/** What goes wrong with files and memory, whatever the statement. */
const NOT_OF_STATEMENT =
  /^(IO|HTTP|Connection|INTERRUPT|Fatal|FATAL|INTERNAL|Serialization|Out of Memory) Error|^TransactionContext Error: Failed to commit: Could not/;

async function checkIsFile(path: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new CmscError('io', 'NOT_FOUND', 'there is no such database', {
      file: path,
      hint: 'make it with cmsc build',
      cause,
    });
  });
  if (!found.isFile()) throw noDatabase(path);
}

/** A DuckDB with the database `path` as the one that statements are about. */
async function openEngine(path: string, folder: string, options: DatabaseOptions): Promise<Engine> {
  const { writable = false, signal, threads, memoryLimitBytes: memoryBytes = MEMORY_BYTES } = options;
  const engine = await Engine.open({ memoryBytes, folder, threads, signal });
  try {
    await engine.run(`ATTACH ${sqlLiteral(path)} AS source (TYPE duckdb${writable ? '' : ', READ_ONLY'})`);
    await engine.run('USE source');
    return engine;
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** `json` and `table` are formats of queries alone, and have no ending. */
function formatOf(
  path: string,
  place: Target | undefined,
  { format: name, lines }: QueryOutputOptions,
): CopyFormat | 'table' {
  return name === 'json' || name === 'table' ? name : chooseFormat({ path, place, name, lines });
}

/** Writes the rows as a table whose columns are as wide as their widest cells. Returns how many. */
async function writeTable(result: QueryResult, file: string): Promise<number> {
  const kept = await result.asText();
  const table = new TableText(result.columns);
  for await (const batch of kept.text()) table.measure(batch.rows());
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${table.header()}\n`;
    for await (const batch of kept.text()) {
      rows += batch.length;
      yield batch
        .rows()
        .map((row) => `${table.line(row)}\n`)
        .join('');
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return rows;
}

async function toStandardOutput(file: string): Promise<WrittenBytes> {
  const sink = new StreamSink(process.stdout, 'standard output');
  return pour(untilClosed(createReadStream(file, { highWaterMark: 1 << 20 }), sink), sink);
}
