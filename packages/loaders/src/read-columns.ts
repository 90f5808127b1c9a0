import { CmscError, type RowCounts } from '@cmsc/core';
import { CsvRowSource } from './csv/csv-row-source.js';
import type { Format } from './formats/format.js';
import { formatNamed } from './formats/registry.js';
import { intakeOptions, type ReadOptions } from './read-options.js';
import { readRows, type InputFile, type ReadProgress } from './read-rows.js';
import { BatchBuilder } from './rows/batch-builder.js';
import type { ColumnBatch, Dictionaries, OtherRows } from './rows/column-batch.js';
import { checkDialect } from './rows/dialect.js';
import { Intake } from './rows/intake.js';

const BATCH_ROWS = 65_536;

/** What {@link readColumns} can be told. */
export interface ColumnOptions extends ReadOptions {
  /** Names of the columns whose ids are wanted, in this order. The time is in every batch and can't be selected. */
  select?: readonly string[];
  /** Dictionaries to use, by name, so that several readers give one name one id; those that are missing are added. */
  dictionaries?: Dictionaries;
  /** Which rows that neither start nor end anything are handed on: of formats with starts and ends none (`count`), of others all (`emit`). */
  others?: OtherRows;
  /** Whether batches hold the text of their rows (no). */
  raw?: boolean;
  /** Most rows in a batch (65,536). */
  batchRows?: number;
  /** Time of the last row of an earlier run that this one carries on; an earlier row is a bad one. */
  previousTime?: number;
  /** Whether the SHA-256 of each input is taken while reading (yes). */
  hash?: boolean;
  /** Called with every chunk of a file. */
  onProgress?: (progress: ReadProgress) => void;
}

/** Reads rows as columns; iterate it once, to the end or until you stop. */
export interface ColumnReader extends AsyncIterable<ColumnBatch> {
  /** The rows so far. All batches are of counted rows; a row may be counted that comes with a later batch. */
  readonly counts: Readonly<RowCounts>;
  /** The files read to their end. */
  readonly inputs: readonly InputFile[];
  /** What the ids in the batches stand for, by dictionary name. */
  readonly dictionaries: Dictionaries;
  /** Time of the last good row, -1 before the first. */
  readonly lastTime: number;
  /** Which reader does the work, and why. */
  readonly reader: string;
}

/**
 * The rows of CMSC files as columns of numbers: times, edges, and the ids of names. Several files are one stream, in the order given; a file is
 * plain or gzip, `-` is standard input. Batches use their arrays again: take from one what you need before you ask for the next.
 *
 * @param paths one file or several.
 * @param format a format, or the name of one.
 * @param options what is wanted of them; see {@link ColumnOptions}.
 * @throws CmscError UNKNOWN_FORMAT, UNKNOWN_COLUMN, BAD_OPTION, MISSING_COLUMN (usage) at once; while iterating what {@link readEvents} throws,
 * after the batches of all rows before the error.
 * @example
 * const reader = readColumns('auth.txt.gz', 'auth', { select: ['dst_user'] });
 * for await (const { length, time, edge, ids } of reader) logons += edge.subarray(0, length).filter((e) => e === EDGE_START).length;
 * console.log(reader.counts, reader.dictionaries['user']?.size);
 */
export function readColumns(
  paths: string | readonly string[],
  format: string | Format,
  options: ColumnOptions = {},
): ColumnReader {
  const rowFormat = typeof format === 'string' ? formatNamed(format) : format;
  const { select = [], dictionaries = {}, raw = false, batchRows = BATCH_ROWS } = options;
  checkSelection(select, rowFormat);
  const dialect = checkDialect(options.dialect ?? {}, rowFormat);
  const intake = new Intake({
    ...intakeOptions(options),
    format: rowFormat,
    others: options.others ?? (rowFormat.edge ? 'count' : 'emit'),
    previousTime: options.previousTime ?? -1,
  });
  const target = new BatchBuilder({ format: rowFormat, select, dictionaries, raw, batchRows });
  const inputs: InputFile[] = [];
  const batches = readRows({
    paths: typeof paths === 'string' ? [paths] : paths,
    intake,
    target,
    sourceOf: () => new CsvRowSource(rowFormat, dialect, intake, target),
    inputs,
    eager: false,
    hash: options.hash ?? true,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return {
    counts: intake.counts,
    inputs,
    dictionaries,
    get lastTime() {
      return intake.lastTime;
    },
    reader: `csv-parse`,
    [Symbol.asyncIterator]: () => batches,
  };
}

function checkSelection(select: readonly string[], format: Format): void {
  for (const name of select) {
    const column = format.columns.find((candidate) => candidate.name === name);
    if (column && column.kind !== 'time') continue;
    const names = format.columns.filter(({ kind }) => kind !== 'time').map((candidate) => candidate.name);
    throw new CmscError('usage', 'UNKNOWN_COLUMN', `${format.name} has no such column to select`, {
      text: name,
      hint: `its columns are ${names.join(', ')}`,
    });
  }
}
