import { readRowCarefully } from '../csv/read-row-carefully.js';
import { LINE_TOO_LONG } from '../rows/byte-rules.js';
import type { ColumnBatch } from '../rows/column-batch.js';
import type { Intake } from '../rows/intake.js';
import { withoutLineEnd, type LineBlock } from '../rows/line-cutter.js';
import { isProblem } from '../rows/row-rules.js';
import type { RowSource, RowTarget } from '../rows/row-source.js';
import type { Scanner } from './index.js';

const LF = 10;

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
    else if (block.tooLong)
      yield* this.#parts.intake.refuse(LINE_TOO_LONG, this.#line++, block.bytes, this.#parts.target);
    else yield* this.#scan(block.bytes);
  }

  *end(): Generator<ColumnBatch> {
    if (this.#successor) yield* this.#successor.end();
  }

  *#scan(bytes: Uint8Array): Generator<ColumnBatch> {
    const { scanner, intake, target } = this.#parts;
    for (let at = 0; at < bytes.length;) {
      const { batch, consumed, counts, stop, lastTime } = scanner.scan(bytes, at, intake.lastTime);
      if (batch.length > 0 && target.size > 0) yield target.take();
      intake.addCounts(counts, lastTime);
      if (batch.length > 0) yield batch;
      at += consumed;
      this.#line += counts.rows;
      if (stop === 'careful') {
        const end = bytes.indexOf(LF, at) + 1;
        yield* this.#readCarefully(withoutLineEnd(bytes.subarray(at, end)));
        at = end;
      } else if (stop === 'quote') {
        this.#successor = this.#parts.handOver(this.#line);
        yield* this.#successor.push({ bytes: bytes.subarray(at), tooLong: false });
        return;
      }
    }
  }

  *#readCarefully(line: Uint8Array): Generator<ColumnBatch> {
    const { intake, target } = this.#parts;
    const row = readRowCarefully(line, intake.rules, intake.lastTime);
    if (isProblem(row)) yield* intake.refuse(row, this.#line, line, target);
    else if (intake.accept(row)) target.add(row.fields, row.time, row.edge);
    if (target.full) yield target.take();
    this.#line++;
  }
}
