import { noRows, type ErrorCode, type FailedLogons, type RowCounts } from '@cmsc/core';
import type { Format } from '../formats/format.js';
import { textOf } from './byte-rules.js';
import { RowGate, type GateOptions } from './row-gate.js';
import { problemError, reasonOf, type RowProblem } from './row-problem.js';
import {
  columnCountProblem,
  isProblem,
  rowRules,
  LONGEST_LINE_BYTES,
  type RowFacts,
  type RowRules,
} from './row-rules.js';
import type { RowTarget } from './row-source.js';

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
  /** The same as bytes, unchanged. Good during the call only. */
  bytes: Uint8Array;
}

/** How the rows of a run are taken in. */
export interface IntakeOptions extends GateOptions {
  format: Format;
  /** What becomes of starts that failed. */
  failedLogons: FailedLogons;
  onBadRow: 'fail' | 'skip';
  onReject: ((row: RejectedRow) => void) | undefined;
  /** Time of the last good row of an earlier run, -1 when there is none. */
  previousTime: number;
  /** Whether white space around values is none of them, and a line of nothing else no row. */
  trim?: boolean | undefined;
}

/**
 * Decides what becomes of each row of a run and counts it: one for all files of the run and for both readers.
 */
export class Intake {
  readonly counts: RowCounts = noRows();
  readonly rules: RowRules;
  /** Time of the last good row, -1 before the first. */
  lastTime: number;
  /** The file that is read, as messages name it. */
  file = '';
  /** Rows that had white space around a value, and lines of nothing else, where these are trimmed. */
  trimmedRows = 0;
  readonly #options: IntakeOptions;
  readonly #gate: RowGate;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.rules = rowRules(options.format, options.failedLogons);
    this.lastTime = options.previousTime;
    this.#gate = new RowGate(options);
  }

  /** Checks a row, counts it, and adds it to the target if it is one to be handed on. Returns what is wrong with it. */
  take(given: readonly string[], target: RowTarget<unknown>): RowProblem | undefined {
    const fields = this.#options.trim ? this.#trim(given) : given;
    const checked = this.rules.check(fields, this.lastTime);
    if (isProblem(checked)) return checked;
    if (this.accept(checked)) target.add(fields, checked.time, checked.edge);
    return undefined;
  }

  /** What is wrong with a row that has not as many fields as it should: nothing where a blank line is no row. */
  takeOther(fields: readonly string[], expected: number): RowProblem | undefined {
    const { format, trim } = this.#options;
    if (!trim || fields.length > 1 || fields[0]!.trim() !== '')
      return columnCountProblem(fields, expected, format);
    this.trimmedRows++;
    return undefined;
  }

  #trim(given: readonly string[]): readonly string[] {
    const fields = given.map((field) => field.trim());
    if (fields.some((field, i) => field !== given[i])) this.trimmedRows++;
    return fields;
  }

  /** Counts a good row. Returns whether it is to be handed on. */
  accept({ time, edge }: RowFacts): boolean {
    this.lastTime = time;
    return this.#gate.pass(this.counts, time, edge);
  }

  /** Adds what a reader has counted by itself. `lastTime` is that of its last good row. */
  addCounts(counts: RowCounts, lastTime: number): void {
    for (const name of Object.keys(counts) as (keyof RowCounts)[]) this.counts[name] += counts[name];
    this.lastTime = lastTime;
  }

  /**
   * Ends the run at a bad row, or counts and reports it where bad rows are skipped. Before an error comes the batch of the
   * rows before it.
   *
   * @param problem what is wrong.
   * @param line the row's first line.
   * @param row its bytes without the line end.
   * @param target where the rows before it are.
   * @throws CmscError with the problem's code (data) when bad rows are not skipped.
   */
  *refuse<Batch>(
    problem: RowProblem,
    line: number,
    row: Uint8Array,
    target: RowTarget<Batch>,
  ): Generator<Batch> {
    if (this.#options.onBadRow === 'fail') {
      if (target.size > 0) yield target.take();
      throw problemError(problem, this.file, line);
    }
    this.counts.rows++;
    this.counts.rejected++;
    const bytes = row.subarray(0, LONGEST_LINE_BYTES);
    const { file } = this;
    this.#options.onReject?.({
      file,
      line,
      code: problem.code,
      reason: reasonOf(problem),
      row: textOf(bytes),
      bytes,
    });
  }
}
