import { setImmediate } from 'node:timers/promises';
import { checkWindow, CmscError, LATEST_TIME, oneOfChoices, throwIfInterrupted } from '@cmsc/core';
import type { Format } from './formats/format.js';
import type { TextSource } from './opening/open-bytes.js';
import { nameOfInput, sizeOfInputs } from './opening/places.js';
import type { Dialect } from './rows/dialect.js';
import { WINDOW_END, type Intake, type IntakeOptions, type RejectedRow } from './rows/intake.js';
import { LineCutter, type LineBlock } from './rows/line-cutter.js';
import type { RowSource, RowTarget } from './rows/row-source.js';
import { checkFirstRow } from './sniff-format.js';

/** What a bad row may do, as an option names it. */
export const ON_BAD_ROW = ['fail', 'skip'] as const;

/** What a bad row does: ends the reading, or is counted and passed over. */
export type OnBadRow = (typeof ON_BAD_ROW)[number];

/** What both readers can be told. */
export interface ReadOptions {
  /** How the files are written, where it is not LANL's way. */
  dialect?: Dialect;
  /** What a bad row does: `fail` (the default) ends the reading with its error, `skip` counts it and goes on. */
  onBadRow?: OnBadRow;
  /** Nobody has a way to have bad rows skipped: no error says how to (no). */
  neverSkips?: boolean;
  /** Told of every bad row that is skipped. */
  onReject?: ((row: RejectedRow) => void) | undefined;
  /**
   * The share of bad rows, skipped ones, above which the reading ends with the error TOO_MANY_BAD_ROWS, once all is read;
   * up to ten of them are never too many (1: any share will do).
   */
  mostBadShare?: number;
  /** First second that is wanted (0). Rows before it are read and checked, but not handed on. */
  from?: number;
  /** Last second that is wanted (2147483647). Files in order are read up to the first row behind it. */
  to?: number;
  /** Calls the reading off: it ends with the error INTERRUPTED, all files closed. */
  signal?: AbortSignal;
}

/** A file that was read, or need not be. */
export interface InputFile {
  /** As it was named; `-` for standard input. */
  path: string;
  /** Its size as it is stored; of a pipe what was read. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hex; undefined when it was not wanted, or not read to its end. */
  sha256: string | undefined;
  /** Its rows, good and bad, as far as it was read. */
  rows: number;
  /** Rows with white space around a value: where values are trimmed, and there were some. */
  trimmedRows?: number;
  /** Lines of white space or nothing, which are no rows there, where there were some. */
  blankLines?: number;
  /** Whether it was read to its end; not where the time window ended before. */
  complete: boolean;
}

/** How far a reader is. */
export interface ReadProgress {
  /** Rows read so far, good and bad. */
  rows: number;
  /** Stored bytes read so far. */
  bytes: number;
  /** Stored bytes of all inputs; undefined when one of them is a pipe. */
  bytesTotal: number | undefined;
}

/** What {@link readRows} reads, and what with. */
export interface RowReading<Batch> {
  paths: readonly string[];
  format: Format;
  options: ReadOptions;
  intake: Intake;
  target: RowTarget<Batch>;
  /** The reader of one file. */
  sourceOf(text: TextSource): RowSource<Batch>;
  /** Where the files that were read are noted down. */
  inputs: InputFile[];
  /** Whether rows are handed on with every chunk, and not only when the target is full. */
  eager: boolean;
  openText: (path: string) => TextSource;
  onProgress: ((progress: ReadProgress) => void) | undefined;
}

/** Up to so many bad rows are never too many: a file may have ten rows in all. */
const FEW_BAD_ROWS = 10;

/** Milliseconds without a turn of the event loop: a signal has to be heard. */
const LONGEST_TURN = 50;

/**
 * The files to read, one or several.
 *
 * @throws CmscError BAD_OPTION (usage) for what is neither.
 */
export function pathsGiven(paths: string | readonly string[]): readonly string[] {
  const list = typeof paths === 'string' ? [paths] : paths;
  if (Array.isArray(list) && list.every((path) => typeof path === 'string')) return list;
  throw new CmscError('usage', 'BAD_OPTION', 'no file is named', { hint: 'give a path, or a list of some' });
}

/**
 * The rules for rows, settled where nothing is said of them.
 *
 * @throws CmscError BAD_OPTION (usage) for a window without a second, and for bad rows that do something else.
 */
export function settledRules({
  from = 0,
  to = LATEST_TIME,
  onBadRow = 'fail',
  neverSkips,
  onReject,
}: ReadOptions): Pick<IntakeOptions, 'from' | 'to' | 'onBadRow' | 'neverSkips' | 'onReject'> {
  checkWindow({ from, to });
  oneOfChoices('onBadRow', onBadRow, ON_BAD_ROW);
  return { from, to, onBadRow, neverSkips, onReject };
}

/**
 * Reads files as one stream of rows, up to the end of the time window. An error comes after the rows before it.
 *
 * @throws CmscError for what can't be read, for bad rows of a strict run, TOO_MANY_BAD_ROWS, INTERRUPTED.
 */
export async function* readRows<Batch>(reading: RowReading<Batch>): AsyncGenerator<Batch> {
  const { paths, intake, target, inputs, openText } = reading;
  const bytesTotal = await sizeOfInputs(paths);
  let bytesBefore = 0;
  let goesOn = true;
  for (const path of paths) {
    if (!goesOn) {
      inputs.push({ path, bytes: await storedBytes(path), sha256: undefined, rows: 0, complete: false });
      continue;
    }
    const rowsBefore = intake.rows;
    const { trimmedRows: trimmedBefore, blankLines: blankBefore } = intake;
    intake.file = nameOfInput(path);
    const text = openText(path);
    const report = () =>
      reading.onProgress?.({ rows: intake.counts.rows, bytes: bytesBefore + text.bytes, bytesTotal });
    goesOn = yield* readFileRows(text, reading, report);
    bytesBefore += text.bytes;
    const trimmedRows = intake.trimmedRows - trimmedBefore;
    const blankLines = intake.blankLines - blankBefore;
    inputs.push({
      path,
      bytes: goesOn ? text.bytes : (await storedBytes(path)) || text.bytes,
      sha256: goesOn ? text.sha256 : undefined,
      rows: intake.rows - rowsBefore,
      complete: goesOn,
      ...(trimmedRows > 0 && { trimmedRows }),
      ...(blankLines > 0 && { blankLines }),
    });
  }
  yield* intake.end(target);
  if (target.size > 0) yield target.take();
  checkBadShare(reading);
}

/** Returns whether the file was read to its end, and not to that of the time window. */
async function* readFileRows<Batch>(
  text: TextSource,
  { format, options, intake, target, sourceOf, eager }: RowReading<Batch>,
  report: () => void,
): AsyncGenerator<Batch, boolean> {
  const { dialect = {}, signal } = options;
  const cutter = new LineCutter();
  const source = sourceOf(text);
  let turned = performance.now();
  // Of a table nobody has to guess what its columns are.
  let isFirst = !text.isTable;
  function* checked(blocks: Iterable<LineBlock>): Generator<LineBlock> {
    for (const block of blocks) {
      if (isFirst && !block.tooLong) checkFirstRow(block.bytes, format, dialect, intake.file);
      isFirst = false;
      yield block;
    }
  }
  try {
    for await (const chunk of text) {
      for (const batch of pushAll(source, checked(cutter.push(chunk)))) {
        yield batch;
        if (performance.now() - turned < LONGEST_TURN) continue;
        await setImmediate();
        throwIfInterrupted(signal);
        turned = performance.now();
      }
      if (eager && target.size > 0) yield target.take();
      report();
    }
    yield* pushAll(source, checked(cutter.end()));
    yield* source.end();
    yield* intake.endFile(target);
    report();
  } catch (error) {
    if (error === WINDOW_END) {
      intake.dropHeld();
      return false;
    }
    if (error instanceof CmscError && error.kind !== 'interrupted' && target.size > 0) yield target.take();
    throw error;
  }
  return true;
}

function* pushAll<Batch>(source: RowSource<Batch>, blocks: Iterable<LineBlock>): Generator<Batch> {
  for (const block of blocks) yield* source.push(block);
}

/** The size of a file as it is stored; 0 for a pipe. */
async function storedBytes(path: string): Promise<number> {
  return (await sizeOfInputs([path])) ?? 0;
}

function checkBadShare({ intake, paths, options }: RowReading<unknown>): void {
  const { mostBadShare = 1 } = options;
  const { rows, rejected } = intake.counts;
  if (rejected <= FEW_BAD_ROWS || rejected <= rows * mostBadShare) return;
  throw new CmscError('data', 'TOO_MANY_BAD_ROWS', `${rejected} of ${rows} rows are bad, too many to skip`, {
    file: nameOfInput(paths[0] ?? ''),
    hint: 'check that the file is of this format, and in order; the rejects say what is wrong with each row',
  });
}
