import { readRowCarefully } from '../csv/read-row-carefully.js';
import { LINE_TOO_LONG } from '../rows/byte-rules.js';
import type { ColumnBatch } from '../rows/column-batch.js';
import type { Intake } from '../rows/intake.js';
import { withoutLineEnd, type LineBlock } from '../rows/line-cutter.js';
import type { RowProblem } from '../rows/row-problem.js';
import { isProblem, type RowFacts } from '../rows/row-rules.js';
import type { RowSource, RowTarget } from '../rows/row-source.js';
import type { Scanner } from './scanner.js';

const LF = 10;
const QUOTE = 34;

/** What a {@link ScannedRowSource} works with. */
export interface ScanningParts {
  scanner: Scanner;
  intake: Intake;
  /** Where the rows are gathered that the scanner left to the row rules. */
  target: RowTarget<ColumnBatch>;
  /** The reader for the rest of a file from a line on, when the scanner can't go on. */
  handOver(firstLine: number): RowSource<ColumnBatch>;
}

/**
 * Reads the rows of one file in LANL's own dialect with the byte scanner. A row that the scanner is not sure of is read by the row rules; from
 * the first quote on, with which a row may be more than a line, the file goes to the other reader.
 */
export class ScannedRowSource implements RowSource<ColumnBatch> {
  readonly #parts: ScanningParts;
  /** Number of the next line. */
  #line = 1;
  #successor: RowSource<ColumnBatch> | undefined;

  constructor(parts: ScanningParts) {
    this.#parts = parts;
  }

  *push(block: LineBlock): Generator<ColumnBatch> {
    if (this.#successor) yield* this.#successor.push(block);
    else if (block.tooLong) yield* this.#settle(LINE_TOO_LONG, block.bytes);
    else yield* this.#scan(block.bytes);
  }

  *end(): Generator<ColumnBatch> {
    if (this.#successor) yield* this.#successor.end();
  }

  *#scan(bytes: Uint8Array): Generator<ColumnBatch> {
    const { scanner, intake, target } = this.#parts;
    for (let at = 0; at < bytes.length && !this.#successor;) {
      if (intake.isHolding) {
        at = yield* this.#readCarefully(bytes, at);
        continue;
      }
      const { batch, consumed, counts, stop, lastTime } = scanner.scan(bytes, at, intake.lastTime);
      if (batch.length > 0 && target.size > 0) yield target.take();
      intake.addCounts(counts, lastTime);
      if (batch.length > 0) yield batch;
      at += consumed;
      this.#line += counts.rows;
      if (stop === 'careful' || stop === 'quote') at = yield* this.#readCarefully(bytes, at);
    }
  }

  /**
   * Reads rows by the row rules, until one is good and none is held any more: where there is one bad row there are often
   * many, and to begin a scan for each costs more than to read it.
   *
   * @returns where the next row begins.
   */
  *#readCarefully(block: Uint8Array, from: number): Generator<ColumnBatch, number> {
    const { intake, target } = this.#parts;
    // Of a Buffer each part is made by JavaScript, which takes longer than to read a short row.
    const bytes = new Uint8Array(block.buffer, block.byteOffset, block.length);
    let at = from;
    for (let isGood = false; at < bytes.length && (!isGood || intake.isHolding);) {
      const end = bytes.indexOf(LF, at) + 1;
      const line = withoutLineEnd(bytes.subarray(at, end));
      if (line.indexOf(QUOTE) >= 0) {
        this.#successor = this.#parts.handOver(this.#line);
        yield* this.#successor.push({ bytes: bytes.subarray(at), tooLong: false });
        return bytes.length;
      }
      const row = readRowCarefully(line, intake.rules, intake.lastTime);
      const fields = isProblem(row) ? [] : row.fields;
      const verdict = intake.takeChecked(row, fields, target);
      isGood = verdict === undefined;
      if (verdict) yield* this.#settle(verdict, line, fields);
      else this.#line++;
      if (target.full) yield target.take();
      at = end;
    }
    return at;
  }

  #settle(
    verdict: RowProblem | RowFacts,
    bytes: Uint8Array,
    fields: readonly string[] = [],
  ): Iterable<ColumnBatch> {
    return this.#parts.intake.settle(verdict, { line: this.#line++, bytes, fields }, this.#parts.target);
  }
}
