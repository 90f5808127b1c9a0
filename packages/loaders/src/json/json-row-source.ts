import type { Format } from '../formats/format.js';
import { areCleanBytes, byteProblem, LINE_TOO_LONG, textOf } from '../rows/byte-rules.js';
import type { Intake } from '../rows/intake.js';
import { withoutLineEnd, type LineBlock } from '../rows/line-cutter.js';
import type { RowProblem } from '../rows/row-problem.js';
import { BLANK_LINE, isProblem } from '../rows/row-rules.js';
import type { RowSource, RowTarget } from '../rows/row-source.js';
import { parseJsonRow } from './parse-json-row.js';

const LF = 10;

/** Reads the rows of one file of JSON lines: a row is a line, whatever is in it, so that a bad one costs itself alone. */
export class JsonRowSource<Batch> implements RowSource<Batch> {
  readonly #format: Format;
  readonly #intake: Intake;
  readonly #target: RowTarget<Batch>;
  /** Number of the next line. */
  #line = 1;

  constructor(format: Format, intake: Intake, target: RowTarget<Batch>) {
    this.#format = format;
    this.#intake = intake;
    this.#target = target;
  }

  *push({ bytes, tooLong }: LineBlock): Generator<Batch> {
    if (tooLong) {
      yield* this.#intake.settle(LINE_TOO_LONG, { line: this.#line++, bytes, fields: [] }, this.#target);
      return;
    }
    const areClean = areCleanBytes(bytes);
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(LF, start) + 1;
      const row = withoutLineEnd(bytes.subarray(start, end));
      const line = this.#line++;
      const problem = areClean ? undefined : byteProblem(row);
      const fields = problem ?? this.#fieldsOf(row);
      if (isProblem(fields))
        yield* this.#intake.settle(fields, { line, bytes: row, fields: [] }, this.#target);
      else {
        const verdict = this.#intake.take(fields, this.#target);
        if (verdict) yield* this.#intake.settle(verdict, { line, bytes: row, fields }, this.#target);
      }
      if (this.#target.full) yield this.#target.take();
      start = end;
    }
  }

  /** A line is whole when it comes: nothing is owed at the end. */
  end(): Iterable<Batch> {
    return [];
  }

  #fieldsOf(row: Uint8Array): string[] | RowProblem {
    return row.length === 0 ? BLANK_LINE : parseJsonRow(textOf(row), this.#format);
  }
}
