import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { CmscError, commentStatements, interrupted, throwIfInterrupted } from '@cmsc/core';
import {
  type ByteSink,
  findTarget,
  openTarget,
  pour,
  ScratchFolder,
  StreamSink,
  type Target,
  untilClosed,
  type WrittenBytes,
} from '@cmsc/files';
import { appendTable } from './database/append-table.js';
import { DatabaseFile } from './database/database-file.js';
import type { EngineOptions } from './duckdb/engine.js';
import { chooseFormat, type OutputFormat } from './format.js';
import { KeyTexts } from './key-texts.js';
import type { OutputSummary } from './manifest.js';
import { parquetBytes, type ParquetParts } from './parquet/parquet-bytes.js';
import { sorted, type OutputProgress } from './sorting/sorted-rows.js';
import type { TableBatch, TableRows, TableSpec } from './table.js';
import { GzipSink } from './text/gzip-sink.js';
import { RowEncoder } from './text/row-encoder.js';
import { tableBytes } from './text/table-bytes.js';
import { CSV, JSONL } from './text/text-dialect.js';

/**
 * The order of an output's rows.
 * - `key`: by the bytes of the key columns, then by start, then as they were emitted.
 * - `close`: as they were emitted.
 */
export type RowOrder = 'key' | 'close';

/** What an output may be like, and what it may use. */
export interface WriteOptions {
  /** An `OutputFormat`, against the ending of the path. A stream is CSV unless this says otherwise. */
  format?: string;
  /** `key` when left out. */
  order?: RowOrder;
  /** Replace an existing output. */
  force?: boolean;
  /** Goes on where the reader of a stream has gone away, and drops the rows: for what else is made of them. */
  evenUnread?: boolean;
  /** Told how far the output is once all rows are there: those that are not sorted are written by then. */
  onWriting?: ((progress: OutputProgress) => void) | undefined;
  /** Gives the output up when it is aborted. */
  signal?: AbortSignal;
  /** Bytes of memory for rows, a quarter of it in this process and half of it in DuckDB. 256 MiB when left out. */
  memoryLimitBytes?: number;
  /** Where rows go that do not fit into memory. Beside the output when left out. */
  tempDirectory?: string;
  /** Threads of DuckDB. All cores when left out. The output does not depend on it. */
  threads?: number;
  /** Key-value metadata of a Parquet file, asked for when all rows are there. Other formats have no place for it. */
  metadata?: (() => Readonly<Record<string, string>>) | undefined;
}

const MEMORY_BYTES = 2 ** 28;

/** DuckDB needs this much whatever the rows. */
const LEAST_ENGINE_BYTES = 2 ** 27;

/**
 * Writes the rows of a table to a file of the format that its ending names, or to a stream (`-` is standard output). A file
 * is complete or absent: it takes its name when all rows are in it. The output is opened before the first row is asked for.
 *
 * @throws CmscError BAD_OPTION for a format that is unknown or can't be streamed, NOT_FOUND without a folder to put the
 *   file in, OUTPUT_EXISTS when it is there and may not be replaced, OUTPUT_LOCKED for a database that is open elsewhere,
 *   WRITE_FAILED when it can't be written, OUTPUT_CLOSED when nobody reads a stream any more, ENGINE_FAILED without DuckDB,
 *   INTERRUPTED; what the rows throw. Nothing of the output stays then.
 * @example
 * // Two sessions, each [start, end], of one key.
 * const spec: TableSpec = {
 *   name: 'sessions',
 *   key: ['dst_user', 'dst_machine'],
 *   columns: [
 *     { name: 'start_time', type: 'int' },
 *     { name: 'end_time', type: 'int' },
 *   ],
 *   start: 'start_time',
 * };
 * const keys: KeyNames = { size: 1, name: (column) => ['U1@DOM1', 'C1'][column]! };
 * const batch = { length: 2, key: Int32Array.of(0, 0), columns: [Int32Array.of(71, 90), Int32Array.of(85, 97)] };
 * const table = { spec, keys, batches: [batch] };
 * const { rows, sha256 } = await writeTable(table, 'sessions.parquet', { force: true });
 * rows; // 2
 * sha256.length; // 64
 */
export async function writeTable(
  rows: TableRows,
  target: string | Writable,
  options: WriteOptions = {},
): Promise<OutputSummary> {
  const stream = target === '-' ? process.stdout : typeof target === 'string' ? undefined : target;
  const path = typeof target === 'string' ? target : '-';
  const place = stream ? undefined : await findTarget(path, options);
  const format = chooseFormat({ path, place, name: options.format });
  const folder = own(place);
  const spill = new ScratchFolder(
    options.tempDirectory ?? folder ?? tmpdir(),
    place ? basename(place.path) : 'stdout',
  );
  const output = { table: new WantedRows(rows, spill, options), format, place, stream, spill, options };
  try {
    const written = await (format === 'duckdb' ? writeDatabase(output) : writeBytes(output));
    return { path, ...written, rows: output.table.rows };
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw interrupted(error);
  } finally {
    await spill.remove();
  }
}

interface Output {
  table: WantedRows;
  format: OutputFormat;
  /** Undefined for a stream. */
  place: Target | undefined;
  stream: Writable | undefined;
  /** For what does not fit into memory. */
  spill: ScratchFolder;
  options: WriteOptions;
}

/** The rows of a table as far as they are wanted, in the order in which they are. */
class WantedRows {
  readonly spec: TableSpec;
  readonly keys: KeyTexts;
  /** How many there were so far. */
  rows = 0;
  readonly #table: TableRows;
  readonly #scratch: ScratchFolder;
  readonly #options: WriteOptions;

  constructor(table: TableRows, scratch: ScratchFolder, options: WriteOptions) {
    this.spec = table.spec;
    this.keys = KeyTexts.of(table);
    this.#table = table;
    this.#scratch = scratch;
    this.#options = options;
  }

  /** `sink` is where they go, if it is one that may be closed early. */
  inOrder(sink?: ByteSink): AsyncGenerator<TableBatch> {
    const { memoryLimitBytes = MEMORY_BYTES, onWriting, signal } = this.#options;
    const { spec, keys } = this.#table;
    const batches = this.#wanted(sink);
    if (!this.#areSorted) return batches;
    const options = { memoryBytes: memoryLimitBytes / 4, scratch: this.#scratch, onWriting, signal };
    const inOrder = sorted({ spec, keys, batches }, options);
    return sink ? untilClosed(inOrder, sink) : inOrder;
  }

  /** Without a key there is nothing to sort by. */
  get #areSorted(): boolean {
    return this.#options.order !== 'close' && this.spec.key.length > 0;
  }

  async *#wanted(sink: ByteSink | undefined): AsyncGenerator<TableBatch> {
    const { signal, evenUnread, onWriting } = this.#options;
    for await (const batch of this.#table.batches) {
      throwIfInterrupted(signal);
      if (!sink?.closedEarly) {
        this.rows += batch.length;
        yield batch;
      } else if (!evenUnread) return;
    }
    throwIfInterrupted(signal);
    if (!this.#areSorted) onWriting?.({ phase: 'writing', rows: this.rows, total: this.rows });
  }
}

/** Writes text or Parquet. */
async function writeBytes(output: Output): Promise<WrittenBytes> {
  const { table, format, place, stream, options } = output;
  const sink = stream ? new StreamSink(stream, 'standard output') : await openTarget(place!, options);
  const bytes = bytesOf(output, table.inOrder(sink));
  const written = await pour(bytes, format.endsWith('.gz') ? new GzipSink(sink) : sink);
  if (sink.closedEarly && !options.evenUnread)
    throw new CmscError('io', 'OUTPUT_CLOSED', 'nobody reads the output any more');
  return written;
}

/** Begins when the first are asked for: what fails then, such as a folder that is lost, has the output given up. */
async function* bytesOf(output: Output, batches: AsyncGenerator<TableBatch>): AsyncGenerator<Uint8Array> {
  if (output.format === 'parquet') yield* parquetBytes(batches, partsOf(output));
  else yield* tableBytes(batches, encoderOf(output));
}

function encoderOf({ table: { spec, keys }, format }: Output): RowEncoder {
  return new RowEncoder(spec, format.startsWith('csv') ? CSV : JSONL, keys);
}

function partsOf(output: Output): ParquetParts {
  const {
    table: { spec, keys },
    place,
    spill: scratch,
    options: { threads = availableParallelism(), metadata },
  } = output;
  return { spec, keys, given: place!.given, scratch, threads, engine: engineOf(output), metadata };
}

/** Writes a database with one table, in one thread: several would lay out the blocks of the file as they happen to come. */
async function writeDatabase(output: Output): Promise<WrittenBytes> {
  const {
    table,
    place,
    options: { force = false },
  } = output;
  const target = place!;
  const beside = new ScratchFolder(own(target) ?? tmpdir(), basename(target.path));
  const database = await DatabaseFile.open({ format: 'duckdb', target, force, beside }, engineOf(output));
  try {
    const { spec, keys } = table;
    await database.guarded(() =>
      appendTable(database.engine, spec.name, { spec, keys, batches: table.inOrder() }),
    );
    const columns = [...spec.key, ...spec.columns.map(({ name }) => name)];
    for (const sql of commentStatements(spec.name, columns))
      await database.guarded(() => database.engine.run(sql));
    return await database.finish();
  } finally {
    await database.remove();
  }
}

function engineOf({ spill, options: { memoryLimitBytes = MEMORY_BYTES, signal } }: Output): EngineOptions {
  return {
    memoryBytes: Math.max(LEAST_ENGINE_BYTES, memoryLimitBytes / 2),
    folder: spill.file('spill'),
    threads: 1,
    signal,
  };
}

/** The folder that a target lies in; none for a device or a pipe. */
function own(place: Target | undefined): string | undefined {
  return place && !place.special ? dirname(place.path) : undefined;
}
