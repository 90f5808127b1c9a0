import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { checkDatabaseTarget } from './database/database-lock.js';
import { DatabaseWriter } from './database/database-writer.js';
import { loadDuckDB, type EngineOptions } from './duckdb/engine.js';
import { findTarget, openTarget, ScratchFolder, StreamSink, type Target } from '@cmsc/files';
import { GzipSink } from './text/gzip-sink.js';
import { chooseFormat, isTextFormat, type OutputFormat } from './format.js';
import { GuardedSink } from './guarded-sink.js';
import { KeyTexts } from './key-texts.js';
import { ParquetWriter } from './parquet/parquet-writer.js';
import type { Sink } from './sink-types.js';
import { CollectingWriter } from './sorting/collecting-writer.js';
import { RowCollector } from './sorting/row-collector.js';
import type { TableWriter } from './table-writer.js';
import type { KeyNames, TableSpec } from './table.js';
import { RowEncoder } from './text/row-encoder.js';
import { CSV, JSONL } from './text/text-dialect.js';
import { TextWriter } from './text/text-writer.js';

/**
 * The order of an output's rows.
 * - `key`: by the bytes of the key columns, then by start, then as they were emitted.
 * - `close`: as they were emitted.
 */
export type RowOrder = 'key' | 'close';

/** What an output may be like, and what it may use. */
export interface SinkOptions {
  /** An `OutputFormat`, against the ending of the path. A stream is CSV unless this says otherwise. */
  format?: string;
  /** `key` when left out. */
  order?: RowOrder;
  /** Replace an existing output. */
  force?: boolean;
  /** Gives the output up when it is aborted. */
  signal?: AbortSignal;
  /** Bytes of memory for rows, a quarter of it in this process and half of it in DuckDB. 256 MiB when left out. */
  memoryLimitBytes?: number;
  /** Where rows go that do not fit into memory. Beside the output when left out. */
  tempDirectory?: string;
  /** Threads of DuckDB. All cores when left out. The output does not depend on it. */
  threads?: number;
}

const MEMORY_BYTES = 2 ** 28;

/** DuckDB needs this much whatever the rows. */
const LEAST_ENGINE_BYTES = 2 ** 27;

/**
 * Opens an output for the rows of a table: a file of the format that its ending names, or a stream (`-` is standard
 * output). A file is complete or absent: it takes its name when it is finished.
 *
 * `keys` gives the text of the keys; it is asked again as keys come up, and needs to know those of each batch.
 *
 * @throws CmscError BAD_OPTION for a format that is unknown or can't be streamed, NOT_FOUND without a folder to put the
 *   file in, OUTPUT_EXISTS when it is there and may not be replaced, OUTPUT_LOCKED for a database that is open elsewhere,
 *   WRITE_FAILED when it can't be written, ENGINE_FAILED without DuckDB.
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
 * const sink = await openSink('sessions.parquet', spec, () => keys, { force: true });
 * await sink.write({
 *   length: 2,
 *   key: Int32Array.of(0, 0),
 *   columns: [Int32Array.of(71, 90), Int32Array.of(85, 97)],
 * });
 * const { rows, sha256 } = await sink.finish();
 * rows; // 2
 * sha256.length; // 64
 */
export async function openSink(
  target: string | Writable,
  spec: TableSpec,
  keys: () => KeyNames,
  options: SinkOptions = {},
): Promise<Sink> {
  const stream = target === '-' ? process.stdout : typeof target === 'string' ? undefined : target;
  const path = typeof target === 'string' ? target : '-';
  const place = stream ? undefined : await findTarget(path, options);
  const format = chooseFormat({ path, place, name: options.format });
  const cancel = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, cancel.signal]) : cancel.signal;
  const parts = { spec, format, place, options, signal, keys: new KeyTexts(spec.key.length, keys) };
  const scratch = scratchFolders(place, options);
  const writer = await (
    isTextFormat(format) ? openText(parts, stream, scratch.spill) : openDatabase(parts, scratch)
  ).catch(async (error: unknown) => {
    for (const folder of Object.values(scratch)) await folder.remove();
    throw error;
  });
  return new GuardedSink(path, writer, Object.values(scratch), cancel, signal);
}

interface Parts {
  spec: TableSpec;
  format: OutputFormat;
  /** Undefined for a stream. */
  place: Target | undefined;
  options: SinkOptions;
  signal: AbortSignal;
  keys: KeyTexts;
}

/** Folders for what does not fit into memory, and for an output that DuckDB writes: that one beside the target. */
function scratchFolders(place: Target | undefined, { tempDirectory }: SinkOptions) {
  const own = place && !place.special ? dirname(place.path) : undefined;
  const base = place ? basename(place.path) : 'stdout';
  const spill = new ScratchFolder(tempDirectory ?? own ?? tmpdir(), base);
  return { spill, beside: own === undefined ? spill : new ScratchFolder(own, base) };
}

async function openText(
  parts: Parts,
  stream: Writable | undefined,
  spill: ScratchFolder,
): Promise<TableWriter> {
  const { spec, format, place, options, keys } = parts;
  const bytes = stream ? new StreamSink(stream, 'standard output') : await openTarget(place!, options);
  const sink = format.endsWith('.gz') ? new GzipSink(bytes) : bytes;
  const writer = new TextWriter(new RowEncoder(spec, format.startsWith('csv') ? CSV : JSONL, keys), sink);
  return inOrder(parts, spill, writer);
}

async function openDatabase(
  parts: Parts,
  scratch: { spill: ScratchFolder; beside: ScratchFolder },
): Promise<TableWriter> {
  const { spec, place, options, keys, signal, format } = parts;
  const target = place!;
  // Now rather than after hours of reading.
  await loadDuckDB();
  const memoryBytes = Math.max(LEAST_ENGINE_BYTES, (options.memoryLimitBytes ?? MEMORY_BYTES) / 2);
  const engine = { memoryBytes, folder: scratch.spill.file('spill'), threads: 1, signal };
  if (format === 'parquet')
    return inOrder(parts, scratch.spill, await openParquet(parts, scratch.spill, engine));
  const { force = false } = options;
  if (!target.special) await checkDatabaseTarget(target, force);
  const output = { format: 'duckdb', target, force, beside: scratch.beside } as const;
  return inOrder(parts, scratch.spill, await DatabaseWriter.open(spec, keys, output, engine));
}

async function openParquet(
  parts: Parts,
  scratch: ScratchFolder,
  engine: EngineOptions,
): Promise<TableWriter> {
  const { spec, keys, options } = parts;
  const target = parts.place!;
  const sink = await openTarget(target, options);
  const threads = options.threads ?? availableParallelism();
  try {
    return await ParquetWriter.open({ spec, keys, sink, given: target.given, scratch }, threads, engine);
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** The writer, behind whatever puts the rows in order. */
function inOrder(
  { spec, options, keys, signal }: Parts,
  spill: ScratchFolder,
  writer: TableWriter,
): TableWriter {
  // Without a key there is nothing to sort by.
  if (options.order === 'close' || spec.key.length === 0) return writer;
  const collector = new RowCollector(spec, (options.memoryLimitBytes ?? MEMORY_BYTES) / 4, spill);
  return new CollectingWriter(collector, keys, writer, signal);
}
