import { CmscError, type FailedLogons, type RowCounts } from '@cmsc/core';
import { chooseReader, type ReaderWish } from './choose-reader.js';
import type { Format } from './formats/format.js';
import { formatGiven, formats } from './formats/registry.js';
import { openBytes, type TextSource } from './opening/open-bytes.js';
import {
  pathsGiven,
  readRows,
  settledRules,
  type InputFile,
  type ReadOptions,
  type ReadProgress,
} from './read-rows.js';
import { BatchBuilder, type ColumnBatch, type Dictionaries, type OtherRows } from './rows/column-batch.js';
import { checkDialect } from './rows/dialect.js';
import { Intake, mostStepOf } from './rows/intake.js';
import type { TextMemory } from './scanner/text-memory.js';
import { ThreadedColumns } from './threads/threaded-columns.js';

const BATCH_ROWS = 65_536;

/** What {@link readColumns} can be told. */
export interface ColumnOptions extends ReadOptions {
  /** Names of the columns whose ids are wanted, in this order. The time is in every batch and can't be selected. */
  select?: readonly string[];
  /** Dictionaries to use, by name, so that several readers give one name one id; those that are missing are added. */
  dictionaries?: Dictionaries;
  /** Which rows that neither start nor end anything are handed on: of formats with starts and ends none (`count`), of others all (`emit`). */
  others?: OtherRows;
  /** What becomes of LogOns that failed: they start nothing (`other`), or count as starts. */
  failedLogons?: FailedLogons;
  /** Whether batches hold the text of their rows (no). */
  raw?: boolean;
  /** Most rows in a batch (65,536). */
  batchRows?: number;
  /** Time of the last row of an earlier run that this one carries on; an earlier row in the time window is a bad one. */
  previousTime?: number;
  /**
   * Whether another run goes on where this one ends (no). Where bad rows are skipped, a few rows at the very end that are more than a
   * day ahead of all others are bad ones then: no row behind them tells, and a wrong one would make all of the next run go backwards.
   */
  continued?: boolean;
  /** Whether the SHA-256 of each input is taken while reading (yes). */
  hash?: boolean;
  /** Which reader to use: the byte scanner where it can be, else csv-parse (`auto`), or one of them in any case. */
  reader?: ReaderWish;
  /** Where the text of an input comes from, when somebody else opens it; `hash` and `signal` are theirs then. */
  openText?: ((path: string) => TextSource) | undefined;
  /**
   * Threads to use (1). With more, one inflates and one scans, while this one is free for what is done with the rows; but what `openText` opens, and
   * a format that is not registered, are read in this thread.
   */
  threads?: number;
  /** Called with every chunk of a file. */
  onProgress?: (progress: ReadProgress) => void;
}

/** Reads rows as columns; iterate it once, to the end or until you stop. */
export interface ColumnReader extends AsyncIterable<ColumnBatch> {
  /** What became of the rows so far. */
  readonly counts: Readonly<RowCounts>;
  /** The files that were read, and those behind the end of the time window. */
  readonly inputs: readonly InputFile[];
  /** What the ids in the batches stand for, by dictionary name. */
  readonly dictionaries: Dictionaries;
  /** Time of the last good row, -1 before the first. Where reading stopped at the end of the time window, of the row behind it. */
  readonly lastTime: number;
  /** Time of the last good row in the time window, `previousTime` before the first: where the next run goes on. */
  readonly windowTime: number;
  /** Which reader does the work, and why not the other. */
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
 * const rowsOfUser: number[] = [];
 * for await (const { length, ids } of reader)
 *   for (const id of ids[0]!.subarray(0, length)) rowsOfUser[id] = (rowsOfUser[id] ?? 0) + 1;
 * console.log(reader.counts.rows, reader.dictionaries['user']?.name(0), rowsOfUser[0]);
 */
export function readColumns(
  paths: string | readonly string[],
  format: string | Format,
  options: ColumnOptions = {},
): ColumnReader {
  const rowFormat = formatGiven(format);
  const allPaths = pathsGiven(paths);
  const { threads = 1, openText, ...others } = options;
  const isKnown = Object.values<Format>(formats).includes(rowFormat);
  if (threads <= 1 || openText || !isKnown) return readHere(allPaths, rowFormat, options);
  // Options that can't be are refused at once: in another thread they would only be its end.
  readHere([], rowFormat, { ...others, dictionaries: {}, batchRows: 1 });
  return new ThreadedColumns(allPaths, rowFormat, others);
}

/**
 * The same in this thread. `textMemory` is where the text comes in that is opened elsewhere, when it can be scanned there without a copy: that of one reader.
 *
 * @throws CmscError as {@link readColumns} does.
 */
export function readHere(
  paths: readonly string[],
  rowFormat: Format,
  options: ColumnOptions,
  textMemory?: TextMemory,
): ColumnReader {
  checkSelection(options.select ?? [], rowFormat);
  const dialect = checkDialect(options.dialect ?? {}, rowFormat);
  const rules = settledRules(options);
  const plan = {
    ...rules,
    format: rowFormat,
    select: options.select ?? [],
    dictionaries: options.dictionaries ?? {},
    others: options.others ?? (rowFormat.edge ? 'count' : 'emit'),
    failedLogons: options.failedLogons ?? 'other',
    raw: options.raw ?? false,
    batchRows: options.batchRows ?? BATCH_ROWS,
    text: textMemory,
    previousTime: options.previousTime ?? -1,
    mostStepSeconds: mostStepOf({ format: rowFormat, onBadRow: rules.onBadRow }),
  };
  const intake = new Intake({ ...plan, continued: options.continued });
  const target = new BatchBuilder(plan);
  const { sourceOf, reader } = chooseReader({
    plan,
    dialect,
    intake,
    target,
    wish: options.reader ?? 'auto',
  });
  const inputs: InputFile[] = [];
  const batches = readRows({
    paths,
    format: rowFormat,
    options,
    intake,
    target,
    sourceOf,
    inputs,
    eager: false,
    openText: options.openText ?? ((path) => openBytes(path, { hash: options.hash, signal: options.signal })),
    onProgress: options.onProgress,
  });
  return {
    counts: intake.counts,
    inputs,
    dictionaries: plan.dictionaries,
    get lastTime() {
      return intake.lastTime;
    },
    get windowTime() {
      return intake.windowTime;
    },
    get reader() {
      return reader();
    },
    [Symbol.asyncIterator]: () => batches,
  };
}

function checkSelection(select: readonly string[], format: Format): void {
  const names = format.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
  const unknown = select.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new CmscError('usage', 'UNKNOWN_COLUMN', `${format.name} has no such column to select`, {
    text: unknown,
    hint: `its columns are ${names.join(', ')}`,
  });
}
