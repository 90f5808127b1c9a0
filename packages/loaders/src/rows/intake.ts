import {
  LATEST_TIME,
  noRows,
  type CmscError,
  type ErrorCode,
  type FailedLogons,
  type RowCounts,
} from '@cmsc/core';
import { indexOfKind, type Format } from '../formats/format.js';
import { textOf, withEmptyNulls } from './byte-rules.js';
import { HeldRows, type DecidedRow } from './held-rows.js';
import { RowGate, type GateOptions } from './row-gate.js';
import { problemError, reasonOf, type RowProblem } from './row-problem.js';
import {
  columnCountProblem,
  isProblem,
  rowRules,
  timeBackwards,
  LONGEST_LINE_BYTES,
  type RowFacts,
  type RowRules,
} from './row-rules.js';
import type { RowTarget } from './row-source.js';

/**
 * Where bad rows are skipped, a row that is so many seconds ahead of the one before it is held until the rows behind it
 * tell whether it is the one that is wrong. In rows as dense as LANL's none is: they cost nothing there.
 */
const MOST_STEP_SECONDS = 10;

/** At the end of a file rows behind so long a step are held until the next file tells. */
const SECONDS_PER_DAY = 86_400;

/** So few rows behind such a step are no evidence that it is right, where they are the last. */
const FEW_ROWS = 10;

/** So many bad rows, or so many bytes of them, and the consumer gets a turn, to write them down or to stop. */
const REJECTS_AT_ONCE = 1024;
const REJECTED_BYTES_AT_ONCE = 262_144;

/** What a row hands on in most cases. */
const NOTHING: readonly never[] = [];

/** Thrown for the first row behind the last second that is wanted: of files in order the rest need not be read. */
export const WINDOW_END = Symbol('the end of the time window');

/** A bad row that was skipped. */
export interface RejectedRow {
  /** As it was named. */
  file: string;
  /** The row's first line, counted from 1. */
  line: number;
  /** Which row rule it breaks. */
  code: ErrorCode;
  /** What is wrong with the row, in one line. */
  reason: string;
  /** The row without its line end, cut at 1 MiB; U+FFFD stands for bytes that are not UTF-8. */
  row: string;
  /** The same as bytes, unchanged. Borrowed: good during the call only, and a view into a larger buffer. */
  bytes: Uint8Array;
}

/** How the rows of a run are taken in. */
export interface IntakeOptions extends GateOptions {
  format: Format;
  /** What becomes of starts that failed. */
  failedLogons: FailedLogons;
  onBadRow: 'fail' | 'skip';
  /** Whether no error says how to skip bad rows. */
  neverSkips?: boolean | undefined;
  onReject: ((row: RejectedRow) => void) | undefined;
  /** Time of the last good row of an earlier run, -1 when there is none. */
  previousTime: number;
  /** Whether another run goes on behind the last row. */
  continued?: boolean | undefined;
}

/** A row as it was read. */
export interface ReadRow {
  /** The row's first line. */
  line: number;
  /** Its bytes without the line end. */
  bytes: Uint8Array;
  /** Its values in the format's order; empty for a row that is bad in any case. */
  fields: readonly string[];
}

/**
 * Decides what becomes of each row of a run and counts it: one for all files of the run and for both readers.
 */
export class Intake {
  readonly counts: RowCounts = noRows();
  readonly rules: RowRules;
  /** Time of the last good row, -1 before the first. */
  lastTime = -1;
  /** The same of the rows in the wanted seconds, from the earlier run on. */
  windowTime: number;
  /** The file that is read, as messages name it. */
  file = '';
  /** Rows that had white space around a value, where these are trimmed. */
  trimmedRows = 0;
  /** Lines with nothing else, which are no rows there. */
  blankLines = 0;
  readonly #options: IntakeOptions;
  readonly #gate: RowGate;
  readonly #held = new HeldRows();
  readonly #mostStepSeconds: number;
  #rejects = 0;
  #rejectedBytes = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.rules = rowRules(options.format, options.failedLogons);
    this.windowTime = options.previousTime;
    this.#gate = new RowGate(options);
    this.#mostStepSeconds = mostStepOf(options);
  }

  /** Rows read so far: those that are counted, and those that are held. */
  get rows(): number {
    return this.counts.rows + this.#held.size;
  }

  /** Whether rows are held, so that every row has to pass {@link take}. */
  get isHolding(): boolean {
    return this.#held.size > 0;
  }

  /**
   * Checks a row, counts it, and adds it to the target if it is one to be handed on. What it returns is for
   * {@link settle}: what is wrong with the row, or what it says when it can't be decided on yet.
   */
  take(given: readonly string[], target: RowTarget<unknown>): RowProblem | RowFacts | undefined {
    const fields = this.#options.format.trimmed ? this.#trim(given) : given;
    return this.takeChecked(this.rules.check(fields, this.lastTime), fields, target);
  }

  /** The same for a row that was checked by the {@link rules}. */
  takeChecked(
    checked: RowFacts | RowProblem,
    fields: readonly string[],
    target: RowTarget<unknown>,
  ): RowProblem | RowFacts | undefined {
    if (isProblem(checked)) return checked;
    const { time } = checked;
    const { previousTime, from, to, format } = this.#options;
    if (format.ordered && time < previousTime && time >= from && time <= to)
      return timeBackwards(format.columns[indexOfKind(format, 'time')]!.name, String(time), previousTime);
    const before = Math.max(this.lastTime, previousTime);
    if (this.isHolding || time - before > this.#mostStepSeconds) return checked;
    this.#accept(checked, fields, target);
    return undefined;
  }

  /** What is wrong with a row that has not as many fields as it should: nothing where a blank line is no row. */
  takeOther(fields: readonly string[], expected: number): RowProblem | undefined {
    const { format } = this.#options;
    if (!format.trimmed || fields.length > 1 || fields[0]!.trim() !== '')
      return columnCountProblem(fields, expected, format);
    this.blankLines++;
    return undefined;
  }

  #trim(given: readonly string[]): readonly string[] {
    const fields = given.map((field) => field.trim());
    if (fields.some((field, i) => field !== given[i])) this.trimmedRows++;
    return fields;
  }

  /** Adds what a reader has counted by itself. `lastTime` is that of its last good row. */
  addCounts(counts: RowCounts, lastTime: number): void {
    for (const name of Object.keys(counts) as (keyof RowCounts)[]) this.counts[name] += counts[name];
    this.lastTime = lastTime;
    if (lastTime >= this.#options.from) this.windowTime = Math.max(this.windowTime, lastTime);
  }

  /**
   * Settles what {@link take} has left, or a row that is bad in any case. A bad row ends the run, or is counted and
   * reported where bad rows are skipped. Before an error comes the batch of the rows before it.
   *
   * @param verdict what is wrong with the row, or what it says.
   * @param row the row.
   * @param target where the rows before it are.
   * @throws CmscError with the problem's code (data) when bad rows are not skipped.
   */
  settle<Batch>(verdict: RowProblem | RowFacts, row: ReadRow, target: RowTarget<Batch>): Iterable<Batch> {
    if (isProblem(verdict) && !this.isHolding) return this.#refuse(verdict, row, this.file, target);
    const bytes = new Uint8Array(row.bytes.subarray(0, LONGEST_LINE_BYTES));
    this.#held.add({ ...row, verdict, file: this.file, bytes });
    return this.#held.full ? this.#decide(this.#held.take(MOST_STEP_SECONDS), target) : NOTHING;
  }

  /** Decides on the rows that are held at the end of a file, as far as that can be done without the next. */
  *endFile<Batch>(target: RowTarget<Batch>): Generator<Batch> {
    // In which file the time window ends has to be known while it is read.
    const mostStep = this.#options.to < LATEST_TIME ? Infinity : SECONDS_PER_DAY;
    yield* this.#decide(this.#held.take(mostStep, this.lastTime), target);
  }

  /** Leaves rows that are held unread: they are behind the time window. */
  dropHeld(): void {
    this.#held.take(Infinity);
  }

  /** Decides on all rows that are held, which are behind a long step: no more follow. */
  *end<Batch>(target: RowTarget<Batch>): Generator<Batch> {
    const isDoubtful = this.#options.continued && this.lastTime >= 0 && this.#held.goodRows < FEW_ROWS;
    const rows = this.#held.take(Infinity);
    yield* this.#decide(isDoubtful ? rows.map(asLeap) : rows, target);
  }

  *#decide<Batch>(rows: readonly DecidedRow[], target: RowTarget<Batch>): Generator<Batch> {
    for (const row of rows) {
      if (row.problem) yield* this.#refuse(row.problem, row, row.file, target);
      else this.#accept(row.verdict as RowFacts, row.fields, target);
      if (target.full) yield target.take();
    }
  }

  #accept(facts: RowFacts, fields: readonly string[], target: RowTarget<unknown>): void {
    const { time, edge } = facts;
    const { from, to, format } = this.#options;
    this.lastTime = time;
    if (time >= from && time <= to) this.windowTime = time;
    if (this.#gate.pass(this.counts, time, edge)) target.add(fields, time, edge);
    if (format.ordered && time > to) throw WINDOW_END;
  }

  /** No generator: a file may be nothing but bad rows, millions of them, and nearly none has anything to hand on. */
  #refuse<Batch>(problem: RowProblem, row: ReadRow, file: string, target: RowTarget<Batch>): Iterable<Batch> {
    const { onBadRow, neverSkips = false } = this.#options;
    if (onBadRow === 'fail')
      return endWith(problemError(problem, { file, line: row.line, maySkip: !neverSkips }), target);
    this.counts.rows++;
    this.counts.rejected++;
    this.#report(problem, row, file);
    if (++this.#rejects < REJECTS_AT_ONCE && this.#rejectedBytes < REJECTED_BYTES_AT_ONCE) return NOTHING;
    this.#rejects = 0;
    this.#rejectedBytes = 0;
    return [target.take()];
  }

  #report(problem: RowProblem, { line, bytes: all }: ReadRow, file: string): void {
    const { onReject } = this.#options;
    if (!onReject) return;
    const row = problem.code === 'NULL_VALUE' ? withEmptyNulls(all) : all;
    const bytes = row.subarray(0, LONGEST_LINE_BYTES);
    this.#rejectedBytes += bytes.length;
    onReject({ file, line, code: problem.code, reason: reasonOf(problem), row: textOf(bytes), bytes });
  }
}

/** A row behind a step of which no later row tells that it is right. */
function asLeap(row: DecidedRow): DecidedRow {
  if (isProblem(row.verdict)) return row;
  const what = `time leaps to ${row.verdict.time}, and too few rows follow to tell that it is right`;
  return { ...row, problem: { code: 'TIME_BACKWARDS', what } };
}

/**
 * Ends a run behind the rows before it.
 *
 * @throws CmscError that it is given.
 */
function* endWith<Batch>(error: CmscError, target: RowTarget<Batch>): Generator<Batch> {
  if (target.size > 0) yield target.take();
  throw error;
}

/** The longest step of the time that is no leap, seconds. */
export function mostStepOf({ onBadRow, format }: Pick<IntakeOptions, 'onBadRow' | 'format'>): number {
  return onBadRow === 'skip' && format.ordered ? MOST_STEP_SECONDS : Infinity;
}
