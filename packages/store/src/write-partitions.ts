import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CmscError, type ListColumn } from '@cmsc/core';
import { ScratchFolder, WholeFolder } from '@cmsc/files';
import { formatOfPath, namedFormat, OUTPUT_FORMATS, type OutputFormat } from './format.js';
import { KeyTexts } from './key-texts.js';
import type { OutputSummary } from './manifest.js';
import { sorted, SortedRows, type OutputProgress } from './sorting/sorted-rows.js';
import type { TableBatch, TableRows, TableSpec } from './table.js';
import { writeTable, type WriteOptions } from './write-table.js';

/** What rows are put apart by. */
export type Partition = 'day';

/** What a partitioned output may be like, and what it may use. */
export interface PartitionOptions extends Omit<WriteOptions, 'evenUnread'> {
  partition: Partition;
}

const SECONDS_PER_DAY = 86_400;
const MEMORY_BYTES = 2 ** 28;
/** Memory of a day at least, however many there are; beyond it rows wait in a file. */
const LEAST_DAY_BYTES = 2 ** 18;
/** Days that share the memory: as many as the data set has. */
const USUAL_DAYS = 58;

/**
 * Writes the rows of a table into a folder, in a file for each day in which they start: `day=2/part-0.parquet`, as Hive lays
 * them out. Rows keep their order within a day, and days without rows have no folder. The folder is complete or absent.
 *
 * @returns what is known of each file, in the order of days.
 * @throws CmscError BAD_OPTION for rows that have no time in seconds, and for a format that has no files; as `writeTable` does.
 */
export async function writePartitions(
  rows: TableRows,
  target: string,
  options: PartitionOptions,
): Promise<OutputSummary[]> {
  const format = partFormat(target, options.format);
  const time = timeColumn(rows.spec);
  const folder = await WholeFolder.open(target, { force: options.force ?? false, foreignIn });
  const scratch = new ScratchFolder(options.tempDirectory ?? tmpdir(), basename(target));
  const days = new Days(rows, scratch, options);
  try {
    for await (const batch of inOrder(rows, scratch, options)) days.add(batch, time);
    const outputs: OutputSummary[] = [];
    let through = 0;
    for (const [day, table] of days.inOrder()) {
      const path = join(`day=${day}`, `part-0.${format}`);
      mkdirSync(join(folder.path, `day=${day}`));
      const { signal, threads, metadata } = options;
      const written = await writeTable(table, join(folder.path, path), {
        ...{ format, order: 'close', signal, threads, metadata },
      });
      outputs.push({ ...written, path: join(target, path) });
      through += written.rows;
      options.onWriting?.({ phase: 'writing', rows: (days.rows + through) / 2, total: days.rows });
    }
    await folder.publish();
    return outputs;
  } finally {
    days.close();
    await scratch.remove();
    await folder.abort();
  }
}

/** Rows in the order of an output in one file. */
function inOrder(
  { spec, keys, batches }: TableRows,
  scratch: ScratchFolder,
  { order, memoryLimitBytes = MEMORY_BYTES, signal, onWriting: tell }: PartitionOptions,
): AsyncIterable<TableBatch> | Iterable<TableBatch> {
  if (order === 'close' || spec.key.length === 0) return batches;
  // Half of the way: the other half is writing them day by day.
  const onWriting =
    tell && (({ rows, total }: OutputProgress) => tell({ phase: 'sorting', rows: rows / 2, total }));
  const options = { memoryBytes: memoryLimitBytes / 4, scratch, signal, onWriting };
  return sorted({ spec, keys, batches }, options);
}

/** The rows of each day, in the order in which they came. */
class Days {
  readonly #keys: KeyTexts;
  readonly #spec: TableSpec;
  readonly #days = new Map<number, SortedRows>();
  readonly #options: ConstructorParameters<typeof SortedRows>[2];
  /** How many there are. */
  rows = 0;

  constructor(
    rows: TableRows,
    scratch: ScratchFolder,
    { memoryLimitBytes = MEMORY_BYTES, signal }: PartitionOptions,
  ) {
    const { name, key, columns } = rows.spec;
    this.#keys = KeyTexts.of(rows);
    const names = this.#keys.texts;
    // A key would have to be sorted by once more: its columns are as good as any others here.
    const ofKey = key.map((column, c) => ({ name: column, type: 'name' as const, names: names[c]! }));
    this.#spec = { name, key: [], columns: [...ofKey, ...columns] };
    const memoryBytes = Math.max(LEAST_DAY_BYTES, memoryLimitBytes / 4 / USUAL_DAYS);
    this.#options = { memoryBytes, scratch, signal };
  }

  /** Adds rows, each to the day of its time, which stands in column `time`. */
  add(batch: TableBatch, time: number): void {
    this.#keys.cover(batch);
    this.rows += batch.length;
    for (const [day, rows] of rowsByDay(batch, time)) {
      const table = this.#days.get(day) ?? new SortedRows(this.#spec, undefined, this.#options);
      this.#days.set(day, table);
      const columns = [
        ...this.#keyColumns(batch.key, rows),
        ...batch.columns.map((column) => picked(column, rows)),
      ];
      table.add({ length: rows.length, key: new Int32Array(rows.length), columns });
    }
  }

  inOrder(): [day: number, rows: TableRows][] {
    return [...this.#days].sort(([a], [b]) => a - b);
  }

  close(): void {
    for (const rows of this.#days.values()) rows.close();
  }

  #keyColumns(key: Int32Array, rows: readonly number[]): Int32Array[] {
    const { texts, ids } = this.#keys;
    return texts.map((_, c) => Int32Array.from(rows, (row) => ids[key[row]! * texts.length + c]!));
  }
}

function rowsByDay({ length, columns }: TableBatch, time: number): Map<number, number[]> {
  const times = columns[time] as Int32Array;
  const days = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const day = Math.floor(times[row]! / SECONDS_PER_DAY);
    const rows = days.get(day);
    if (rows) rows.push(row);
    else days.set(day, [row]);
  }
  return days;
}

function picked(column: TableBatch['columns'][number], rows: readonly number[]): Int32Array | ListColumn {
  if (!('offsets' in column)) return Int32Array.from(rows, (row) => column[row]!);
  const { offsets, values } = column;
  const ends = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (ends[i + 1] = ends[i]! + offsets[row + 1]! - offsets[row]!));
  const items = new Int32Array(ends.at(-1)!);
  rows.forEach((row, i) => items.set(values.subarray(offsets[row]!, offsets[row + 1]!), ends[i]!));
  return { offsets: ends, values: items };
}

/**
 * Where the seconds stand that say the day.
 *
 * @throws CmscError BAD_OPTION where there are none.
 */
function timeColumn({ columns, start = 'time' }: TableSpec): number {
  const place = columns.findIndex(({ name, type }) => name === start && type === 'int');
  const isOfNumbers = columns.some(({ type }) => ['number', 'count', 'time', 'duration'].includes(type));
  if (place >= 0 && !isOfNumbers) return place;
  throw new CmscError('usage', 'BAD_OPTION', 'these rows have no time in seconds to be put apart by', {
    hint: 'leave --partition away',
  });
}

function partFormat(target: string, name: string | undefined): OutputFormat {
  const format = name === undefined ? (formatOfPath(target) ?? 'parquet') : namedFormat(name);
  if (format !== 'duckdb') return format;
  const hint = `choose one of ${OUTPUT_FORMATS.filter((each) => each !== 'duckdb').join(', ')}`;
  throw new CmscError('usage', 'BAD_OPTION', 'a database is one file, and has no parts', { hint });
}

/** What in a folder no partitioned output has put there; undefined when nothing is. */
async function foreignIn(folder: string): Promise<string | undefined> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !/^day=\d+$/.test(entry.name))
      return `holds ${entry.name}, which is no day of an output`;
    const foreign = (await readdir(join(folder, entry.name))).find((name) => !/^part-0\.[a-z.]+$/.test(name));
    if (foreign !== undefined) return `holds ${join(entry.name, foreign)}, which is no part of an output`;
  }
  return undefined;
}
