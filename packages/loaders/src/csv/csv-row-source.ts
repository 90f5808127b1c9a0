import { areCleanBytes, byteProblem, LINE_TOO_LONG } from '../rows/byte-rules.js';
import {
  isHeader,
  namesColumns,
  placesByHeader,
  type CheckedDialect,
  type ColumnPlaces,
} from '../rows/dialect.js';
import type { Intake } from '../rows/intake.js';
import { withoutLineEnd, type LineBlock } from '../rows/line-cutter.js';
import { problemError, type RowProblem } from '../rows/row-problem.js';
import { isProblem, type RowFacts } from '../rows/row-rules.js';
import type { RowSource, RowTarget } from '../rows/row-source.js';
import { indexOfKind, isTimeLike, type Format } from '../formats/format.js';
import { frameRow, parseRows } from './csv-rows.js';

const LF = 10;
const QUOTE = 34;

/** Bytes that go to csv-parse at once: enough to forget the cost of a call, few enough for the rows to stay in the cache. */
const PIECE_BYTES = 131_072;

/** A row that is not parsed yet: where it begins in the bytes, on which line, and what is wrong with it already. */
interface Frame {
  start: number;
  line: number;
  problem?: RowProblem | undefined;
}

/** What a {@link CsvRowSource} works with. */
export interface CsvRowParts<Batch> {
  format: Format;
  dialect: CheckedDialect;
  intake: Intake;
  target: RowTarget<Batch>;
  /** Number of its first line (1). */
  firstLine?: number;
  /** Whether a row counts as one, however many lines it has (no). */
  countsRows?: boolean | undefined;
}

/**
 * Reads the rows of one file in any dialect. csv-parse takes the rows apart; where a row begins and ends, and whether its bytes and
 * quotes are in order, is settled before, so that a bad row has a place and leaves its neighbours alone.
 */
export class CsvRowSource<Batch> implements RowSource<Batch> {
  readonly #format: Format;
  readonly #dialect: CheckedDialect;
  readonly #delimiter: Uint8Array;
  readonly #intake: Intake;
  readonly #target: RowTarget<Batch>;
  #columns: ColumnPlaces | undefined;
  #headerIsDue: boolean;
  /** Number of the next line, or row. */
  #line: number;
  readonly #countsRows: boolean;
  /** Lines of a row whose quotes are still open. */
  #open: Uint8Array = new Uint8Array(0);
  /** Look at the open row again when it has so many bytes: its double, or every line would look at all lines before. */
  #lookAgainAt = 0;

  constructor({ format, dialect, intake, target, firstLine = 1, countsRows = false }: CsvRowParts<Batch>) {
    this.#format = format;
    this.#dialect = dialect;
    this.#delimiter = new TextEncoder().encode(dialect.delimiter);
    this.#intake = intake;
    this.#target = target;
    this.#columns = dialect.columns;
    this.#headerIsDue = dialect.header;
    this.#line = firstLine;
    this.#countsRows = countsRows;
  }

  *push(block: LineBlock): Generator<Batch> {
    if (block.tooLong) {
      // An open row cannot close any more within the limit.
      yield* this.#read(this.#open, true);
      yield* this.#settle(LINE_TOO_LONG, this.#line++, block.bytes);
      return;
    }
    if (this.#open.length === 0) {
      yield* this.#read(block.bytes, false);
      return;
    }
    const bytes = Buffer.concat([this.#open, block.bytes]);
    if (bytes.length < this.#lookAgainAt) this.#open = bytes;
    else yield* this.#read(bytes, false);
  }

  *end(): Generator<Batch> {
    yield* this.#read(this.#open, true);
  }

  /** Reads whole lines. Those of a row that is not complete stay open, unless they are the last. */
  *#read(bytes: Uint8Array, isLast: boolean): Generator<Batch> {
    this.#open = new Uint8Array(0);
    let start = 0;
    while (start < bytes.length) {
      const end = pieceEnd(bytes, start);
      const piece = bytes.subarray(start, end);
      if (piece.indexOf(QUOTE) < 0 && areCleanBytes(piece)) {
        yield* this.#takeLines(piece);
        start = end;
        continue;
      }
      const frames: Frame[] = [];
      const framed = this.#frame(bytes, start, end, isLast, frames);
      yield* this.#takeFrames(bytes.subarray(0, framed), frames);
      start = framed;
      if (framed < end) {
        // A copy: the bytes belong to the block.
        this.#open = new Uint8Array(bytes.subarray(framed));
        this.#lookAgainAt = 2 * this.#open.length;
        return;
      }
    }
  }

  /** Finds the rows that begin from `start` up to `end`. Returns where the first row begins that it left. */
  #frame(bytes: Uint8Array, start: number, end: number, isLast: boolean, frames: Frame[]): number {
    while (start < end) {
      const frame = frameRow(bytes, start, this.#delimiter, isLast);
      if (frame === undefined) break;
      const row = bytes.subarray(start, frame.end);
      frames.push({ start, line: this.#line, problem: byteProblem(withoutLineEnd(row)) ?? frame.problem });
      this.#line += this.#countsRows ? 1 : countLines(row);
      start = frame.end;
    }
    return start;
  }

  /** Takes rows that are a line each and have passed the rules of bytes and quotes. */
  *#takeLines(piece: Uint8Array): Generator<Batch> {
    const firstLine = this.#line;
    const rows = parseRows(piece, this.#dialect.delimiter);
    this.#line += rows.length;
    let starts: number[] | undefined;
    for (let i = 0; i < rows.length; i++) {
      const verdict = this.#take(rows[i]!, firstLine + i);
      if (verdict) {
        starts ??= lineStarts(piece);
        const row = withoutLineEnd(piece.subarray(starts[i], starts[i + 1]));
        yield* this.#settle(verdict, firstLine + i, row, rows[i]);
      }
      if (this.#target.full) yield this.#target.take();
    }
  }

  /** Takes rows that were looked at one by one. Those to be parsed go to csv-parse together: each call costs as much as many rows. */
  *#takeFrames(bytes: Uint8Array, frames: readonly Frame[]): Generator<Batch> {
    if (frames.length === 0) return;
    const rowAt = (index: number) => bytes.subarray(frames[index]!.start, frames[index + 1]?.start);
    const whole = frames.flatMap(({ problem }, index) => (problem ? [] : [rowAt(index)]));
    const text = whole.length === frames.length ? bytes.subarray(frames[0]?.start) : Buffer.concat(whole);
    const rows = parseRows(text, this.#dialect.delimiter).values();
    for (const [index, { problem, line }] of frames.entries()) {
      const fields = problem ? [] : rows.next().value!;
      const verdict = problem ?? this.#take(fields, line);
      if (verdict) yield* this.#settle(verdict, line, withoutLineEnd(rowAt(index)), fields);
      if (this.#target.full) yield this.#target.take();
    }
  }

  #take(fields: readonly string[], line: number): RowProblem | RowFacts | undefined {
    if (this.#headerIsDue && this.#takeHeader(fields, line)) return undefined;
    const { width } = this.#columns!;
    if (fields.length !== width) return this.#intake.takeOther(fields, width);
    return this.#intake.take(this.#inOrder(fields), this.#target);
  }

  /** Takes the first row as the header that is due, unless it is a row: parts of one stream may be written either way. */
  #takeHeader(fields: readonly string[], line: number): boolean {
    this.#headerIsDue = false;
    const names = namesColumns(fields, this.#format);
    const columns = this.#columns ?? { width: this.#format.columns.length };
    if (!names && !isHeader(fields, this.#format) && this.#isRow(fields, columns)) {
      this.#columns = columns;
      return false;
    }
    this.#columns ??= placesByHeader(fields, this.#format, this.#intake.file, line);
    return true;
  }

  /** Whether this is a row whose columns stand so, by its time and, where nobody has said what they are, by the look of it. */
  #isRow(fields: readonly string[], columns: ColumnPlaces): boolean {
    if (fields.length !== columns.width) return false;
    const row = this.#inOrder(fields, columns);
    if (columns !== this.#columns) return this.#format.resembles(row);
    return isTimeLike(row[indexOfKind(this.#format, 'time')]!);
  }

  /** The values of a row in the format's order. */
  #inOrder(fields: readonly string[], columns = this.#columns): readonly string[] {
    const places = columns?.places;
    return places ? places.map((place) => fields[place]!) : fields;
  }

  #settle(
    verdict: RowProblem | RowFacts,
    line: number,
    bytes: Uint8Array,
    values: readonly string[] = [],
  ): Iterable<Batch> {
    // Without its header the rest of the file means nothing: this is never skipped.
    if (this.#headerIsDue && isProblem(verdict))
      throw problemError(verdict, { file: this.#intake.file, line });
    const fields = isProblem(verdict) ? [] : this.#inOrder(values);
    return this.#intake.settle(verdict, { line, bytes, fields }, this.#target);
  }
}

/** A place behind a line feed, about a piece from `start`. */
function pieceEnd(bytes: Uint8Array, start: number): number {
  if (bytes.length - start <= PIECE_BYTES) return bytes.length;
  const end = bytes.lastIndexOf(LF, start + PIECE_BYTES - 1) + 1;
  return end > start ? end : bytes.indexOf(LF, start) + 1;
}

function countLines(row: Uint8Array): number {
  let lines = 0;
  for (let at = row.indexOf(LF); at >= 0; at = row.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** Where each line begins, and the end of the last. */
function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) starts.push(at + 1);
  return starts;
}
