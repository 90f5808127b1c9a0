import { CmscError } from '@cmsc/core';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { Engine, engineFailed, engineMessage, identifier, literal } from '../duckdb/engine.js';
import { findTarget, type ReplaceOptions, ScratchFolder, StreamSink, type WrittenBytes } from '@cmsc/files';
import { formatOfPath, isTextFormat, namedFormat, type OutputFormat } from '../format.js';
import type { OutputSummary } from '../sink-types.js';
import { deliver } from './deliver.js';

/** How a built database is opened. */
export interface SourceOptions {
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
  /** One of the output formats, against the ending of the path. A stream is CSV unless this says otherwise. */
  format?: string;
  /** Each row is a line of plain text: its one column as it is, without quotes or a header. `format` says if it is packed. */
  lines?: boolean;
}

/** The rows of a query, all of them. */
export interface QueryRows {
  /** Names, as the query gives them; a second `n` is called `n:1`. */
  columns: string[];
  /** The values of each row, in the order of `columns`. */
  rows: unknown[][];
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
  readonly #engine: Engine;
  readonly #scratch: ScratchFolder;

  private constructor(path: string, engine: Engine, scratch: ScratchFolder) {
    this.#path = path;
    this.#engine = engine;
    this.#scratch = scratch;
  }

  /**
   * Opens a database, to read only unless it says otherwise.
   *
   * @throws CmscError NOT_FOUND (io), OUTPUT_LOCKED (io) when another process writes it, ENGINE_FAILED (io) when it is
   *   no DuckDB database.
   */
  static async open(path: string, options: SourceOptions = {}): Promise<SourceDatabase> {
    await access(path).catch((cause: unknown) => {
      throw new CmscError('io', 'NOT_FOUND', 'there is no such database', {
        file: path,
        hint: 'make it with cmsc build',
        cause,
      });
    });
    const { writable = false, signal, threads, memoryLimitBytes: memoryBytes = MEMORY_BYTES } = options;
    const scratch = new ScratchFolder(tmpdir(), basename(path));
    const engine = await Engine.open({ memoryBytes, folder: await scratch.file('spill'), threads, signal });
    try {
      await engine.run(`ATTACH ${literal(path)} AS source (TYPE duckdb${writable ? '' : ', READ_ONLY'})`);
      await engine.run('USE source');
      return new SourceDatabase(path, engine, scratch);
    } catch (error) {
      engine.close();
      await scratch.remove();
      throw openFailed(path, error);
    }
  }

  /**
   * The rows of a query. Whole numbers that fit come as numbers, lists as arrays.
   *
   * @throws CmscError BAD_QUERY (usage) with what DuckDB says is wrong with it.
   */
  rows(sql: string): Promise<QueryRows> {
    return this.#asked(async () => {
      const reader = await this.#engine.connection.runAndReadAll(sql);
      const rows = reader.getRowsJS().map((row) => row.map((value) => plain(value)));
      return { columns: reader.deduplicatedColumnNames(), rows };
    });
  }

  /**
   * Writes the rows of a query to a file, complete or not at all, or to standard output (`-`). In CSV lists are joined
   * by one space.
   *
   * @throws CmscError BAD_QUERY (usage); what the opening and writing of an output throws.
   */
  async write(sql: string, target: string, options: QueryOutputOptions = {}): Promise<OutputSummary> {
    const format = chooseFormat(target, options.format);
    const place = target === '-' ? undefined : await findTarget(target, options);
    const beside = new ScratchFolder(
      place && !place.special ? dirname(place.path) : tmpdir(),
      basename(place?.path ?? 'stdout'),
    );
    try {
      const file = await beside.file('output');
      const rows = await this.#copy(sql, file, format, options.lines);
      if (!place) return { path: '-', ...(await pour(file)), rows };
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
    this.#engine.close();
    await this.#scratch.remove();
  }

  async #copy(sql: string, file: string, format: OutputFormat, lines = false): Promise<number> {
    const select = await this.#asked(() => this.#selectFor(sql, format));
    if (format === 'duckdb') {
      await this.#asked(() => this.#engine.run(`ATTACH ${literal(file)} AS output (TYPE duckdb)`));
      await this.#asked(() => this.#engine.run(`CREATE TABLE output.main.result AS ${select}`));
      const rows = await this.#count('output.main.result');
      await this.#asked(() => this.#engine.run('DETACH output'));
      return rows;
    }
    const layout = lines ? LINES : format.startsWith('csv') ? TABLE : '';
    const copyOptions = `${COPY_OPTIONS[format]}${layout}`;
    const copy = `COPY (${select}) TO ${literal(file)} (${copyOptions})`;
    return this.#asked(async () => {
      const result = await this.#engine.connection.run(copy);
      return Number((await result.getRowsJS())[0]?.[0] ?? 0);
    });
  }

  async #count(table: string): Promise<number> {
    const { rows } = await this.rows(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]?.[0]);
  }

  /** The query itself, or for CSV one in which lists are text. */
  async #selectFor(sql: string, format: OutputFormat): Promise<string> {
    const query = sql.trim().replace(/;+$/, '');
    if (!format.startsWith('csv')) return query;
    const reader = await this.#engine.connection.runAndReadAll(`DESCRIBE ${query}`);
    const columns = reader.getRowsJS().map(([name, type]) => {
      const column = identifier(String(name));
      return String(type).endsWith('[]')
        ? `nullif(array_to_string(${column}, ' '), '') AS ${column}`
        : column;
    });
    return `SELECT ${columns.join(', ')} FROM (${query})`;
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (/^(Parser|Binder|Catalog|Invalid Input|Conversion) Error/.test(engineMessage(error)))
        throw new CmscError('usage', 'BAD_QUERY', engineMessage(error), { cause: error });
      throw engineFailed(this.#path, error);
    }
  }
}

const COPY_OPTIONS: Record<Exclude<OutputFormat, 'duckdb'>, string> = {
  csv: 'FORMAT csv',
  'csv.gz': 'FORMAT csv, COMPRESSION gzip',
  jsonl: 'FORMAT json',
  'jsonl.gz': 'FORMAT json, COMPRESSION gzip',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/** What CSV is like: with a header, or else plain lines. */
const TABLE = ', HEADER';
const LINES = `, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\n'`;

function chooseFormat(target: string, name: string | undefined): OutputFormat {
  const format =
    name !== undefined ? namedFormat(name) : target === '-' ? 'csv' : (formatOfPath(target) ?? 'csv');
  if (target === '-' && !isTextFormat(format))
    throw new CmscError('usage', 'BAD_OPTION', `${format} can't be written to standard output`, {
      hint: 'give it a file with --output',
    });
  return format;
}

async function pour(file: string): Promise<WrittenBytes> {
  const sink = new StreamSink(process.stdout, 'standard output');
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    await sink.write(piece as Buffer);
    if (sink.closedEarly) break;
  }
  return sink.finish();
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

function openFailed(path: string, error: unknown): CmscError {
  const message = engineMessage(error);
  if (/Could not set lock/.test(message))
    return new CmscError('io', 'OUTPUT_LOCKED', 'is being written by another process', {
      file: path,
      hint: 'wait for it, or close it there',
      cause: error,
    });
  if (/not a valid DuckDB database/i.test(message))
    return new CmscError('data', 'BAD_DATABASE', 'is no DuckDB database', {
      file: path,
      hint: 'make one with cmsc build',
      cause: error,
    });
  return engineFailed(path, error);
}
