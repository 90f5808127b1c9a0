import type { Dictionary, FailedLogons, RowCounts } from '@cmsc/core';
import { failureOf, indexOfKind, type Failure, type Format } from '../formats/format.js';
import {
  dictionaryNamed,
  type ColumnBatch,
  type Dictionaries,
  type OtherRows,
} from '../rows/column-batch.js';
import { TypeScriptScanner } from './typescript-scanner.js';
import type { TextMemory } from './text-memory.js';
import { createWasmScanner } from './wasm-scanner.js';

/** What a scanner is made for. */
export interface ScanPlan {
  /** Its first column is the time. */
  format: Format;
  /** Names of the columns whose ids are wanted, in order. */
  select: readonly string[];
  /** Where names get their ids. Others may use them between two scans. */
  dictionaries: Dictionaries;
  /** Which rows that neither start nor end anything are handed on. */
  others: OtherRows;
  /** What becomes of starts that failed. */
  failedLogons: FailedLogons;
  /** First and last second that is wanted. Earlier rows are checked and counted as filtered; a later one is for the row rules. */
  from: number;
  to: number;
  /** Wanted rows before this second are for the row rules. */
  previousTime: number;
  /** So is a row that is more than so many seconds ahead of the one before it. */
  mostStepSeconds: number;
  /** Whether the text of the rows is wanted, too. */
  raw: boolean;
  /** Most rows in a batch. */
  batchRows: number;
  /** The memory that the text lies in, for one scanner. */
  text?: TextMemory | undefined;
}

/** The column that says whether a row starts or ends something. */
export interface ScanEdge {
  column: number;
  start: string;
  end: string;
  /** Whether rows may do neither. */
  others: boolean;
  /** What a start that failed is known by. */
  fails: Failure | undefined;
}

/** A plan in terms of places instead of names. */
export interface ScanColumns {
  count: number;
  edge: ScanEdge | undefined;
  /** The columns that must hold whole numbers. */
  numbers: readonly number[];
  /** The columns whose ids are wanted, each with the place of its dictionary in `dictionaries`. */
  selected: readonly { column: number; dictionary: number }[];
  /** The dictionaries of the selected columns, each once. */
  dictionaries: readonly Dictionary[];
}

/**
 * Why a scan stopped.
 * - `end`: all bytes were gone through.
 * - `full`: the batch is full; go on from `consumed`.
 * - `careful`: the next row is not certainly a good one. The row rules have to look at it.
 * - `quote`: the next row holds a quote, so that it may be more than this line. The rest of the file is for csv-parse.
 */
export type ScanStop = 'end' | 'full' | 'careful' | 'quote';

/** What came out of one scan. */
export interface ScanResult {
  /** The rows to be handed on. Its arrays are used again by the next scan. */
  batch: ColumnBatch;
  /** Bytes from the offset on that were gone through: whole rows. */
  consumed: number;
  /** What those rows are; none is rejected. */
  counts: RowCounts;
  stop: ScanStop;
  /** Time of the last good row, -1 when there was none yet. */
  lastTime: number;
}

/** Reads rows of LANL's own dialect from bytes, without making a string of anything but new names. */
export interface Scanner {
  readonly kind: 'wasm-simd' | 'typescript';
  /**
   * Goes through rows until something stops it.
   *
   * @param bytes whole rows: they end with a line feed.
   * @param offset where the first row begins.
   * @param previousTime time of the last good row, -1 when there was none yet.
   * @throws CmscError TOO_MANY_KEYS (limit) when the names don't fit in memory any more.
   */
  scan(bytes: Uint8Array, offset: number, previousTime: number): ScanResult;
}

/**
 * A scanner for this plan: in wasm where that runs with SIMD, otherwise in TypeScript. Both give the same rows.
 *
 * @throws RangeError when the format's first column is not its time, or a selected column is none of its columns: a bug of the caller.
 */
export function createScanner(plan: ScanPlan): Scanner {
  const columns = scanColumns(plan);
  return createWasmScanner(plan, columns) ?? new TypeScriptScanner(plan, columns);
}

/**
 * Finds the columns of a plan.
 *
 * @throws RangeError when the format's first column is not its time, or a selected column is none of its columns: a bug of the caller.
 */
export function scanColumns({ format, select, dictionaries, failedLogons }: ScanPlan): ScanColumns {
  if (indexOfKind(format, 'time') !== 0)
    throw new RangeError(`the first column of ${format.name} is not a time`);
  const used: Dictionary[] = [];
  const selected = select.map((name) => {
    const column = format.columns.findIndex((candidate) => candidate.name === name);
    if (column < 0) throw new RangeError(`${format.name} has no column ${name}`);
    const dictionary = dictionaryNamed(dictionaries, format.columns[column]!.dictionary);
    if (!used.includes(dictionary)) used.push(dictionary);
    return { column, dictionary: used.indexOf(dictionary) };
  });
  return {
    count: format.columns.length,
    edge: edgeOf(format, failedLogons),
    numbers: format.columns.flatMap(({ kind }, column) => (kind === 'number' ? [column] : [])),
    selected,
    dictionaries: used,
  };
}

function edgeOf(format: Format, failedLogons: FailedLogons): ScanEdge | undefined {
  if (!format.edge) return undefined;
  const { start, end, others } = format.edge;
  const fails = failureOf(format, failedLogons);
  return { column: indexOfKind(format, 'edge'), start, end, others, fails };
}
