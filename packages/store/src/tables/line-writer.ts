import type { DataChunk } from '@duckdb/node-bindings';
import type { DuckDBBindings } from '../duckdb/engine.js';
import {
  INLINE_BYTES,
  isValid,
  LongTexts,
  secondVector,
  textVector,
  WORDS,
  type TextVector,
} from './vectors.js';

/** Room that any value of a row may take, but a long text. */
const VALUE_ROOM = 64;
const FIRST_BYTES = 1 << 19;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** For each length of a short text, the bits of its three words that lie behind it. */
const BEHIND = Int32Array.from({ length: 3 * (INLINE_BYTES + 1) }, (_, i) => {
  const bytes = Math.floor(i / 3) - 4 * (i % 3);
  return bytes >= 4 ? 0 : -1 << (8 * Math.max(0, bytes));
});

/**
 * Writes rows of DuckDB as lines of LANL's files: values between commas, in quotes where they need it. No string is made for a row: values
 * are copied as the bytes that they are. NULL becomes a NUL byte and the name of the column, which no good row holds.
 */
export class LineWriter {
  readonly #bindings: DuckDBBindings;
  readonly #nulls: readonly Uint8Array[];
  readonly #timeAt: number;
  readonly #longTexts: LongTexts;
  #out = Buffer.allocUnsafe(FIRST_BYTES);
  #view = new DataView(this.#out.buffer, this.#out.byteOffset, this.#out.length);
  #at = 0;
  /** The second that was written last: hundreds of rows share one. */
  #second = -1;
  #digits: Uint8Array = new Uint8Array(0);

  /**
   * @param bindings those of the DuckDB that the chunks are of.
   * @param columns the names of the columns, all of them text in a chunk; behind them it has the whole seconds of the time.
   * @param timeAt the place of the time, whose text is NULL where there are whole seconds.
   */
  constructor(bindings: DuckDBBindings, columns: readonly string[], timeAt: number) {
    this.#bindings = bindings;
    this.#nulls = columns.map((name) => Buffer.from(`\0${name}`));
    this.#timeAt = timeAt;
    this.#longTexts = new LongTexts(bindings, encoded);
  }

  /** Bytes that wait for {@link take}. */
  get size(): number {
    return this.#at;
  }

  /** Writes the rows of a chunk. */
  add(chunk: DataChunk, rows: number): void {
    const texts = this.#nulls.map((_, c) => textVector(this.#bindings, chunk, c, rows));
    const seconds = secondVector(this.#bindings, chunk, texts.length, rows);
    this.#longTexts.forget();
    for (let row = 0; row < rows; row++) {
      this.#reserve(0);
      for (let c = 0; c < texts.length; c++) {
        if (c > 0) this.#out[this.#at++] = COMMA;
        if (c === this.#timeAt && isValid(seconds.valid, row)) this.#putSecond(seconds.values[row]!);
        else if (isValid(texts[c]!.valid, row)) this.#putText(texts[c]!, row);
        else this.#put(this.#nulls[c]!);
      }
      this.#out[this.#at++] = LF;
    }
  }

  /** The lines so far, which are good until more are written. */
  take(): Uint8Array {
    const lines = this.#out.subarray(0, this.#at);
    this.#at = 0;
    return lines;
  }

  #putSecond(second: number): void {
    if (second !== this.#second) this.#digits = Buffer.from(String(second));
    this.#second = second;
    const digits = this.#digits;
    for (let i = 0; i < digits.length; i++) this.#out[this.#at++] = digits[i]!;
  }

  #putText(vector: TextVector, row: number): void {
    const { words } = vector;
    const at = WORDS * row;
    const length = words[at]!;
    if (length > INLINE_BYTES) return this.#put(this.#longTexts.at(vector, row));
    const one = words[at + 1]!;
    const two = words[at + 2]!;
    const three = words[at + 3]!;
    // All twelve bytes at once: what lies behind the text is written over.
    this.#view.setInt32(this.#at, one, true);
    this.#view.setInt32(this.#at + 4, two, true);
    this.#view.setInt32(this.#at + 8, three, true);
    const mask = 3 * length;
    const signs =
      signsIn(one | BEHIND[mask]!) | signsIn(two | BEHIND[mask + 1]!) | signsIn(three | BEHIND[mask + 2]!);
    const end = this.#at + length;
    if (signs !== 0 && needsQuotes(this.#out, this.#at, end))
      this.#put(quoted(this.#out.subarray(this.#at, end)));
    else this.#at = end;
  }

  #put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.#out[this.#at++] = bytes[i]!;
  }

  /** Makes room for so many bytes, and for a row. */
  #reserve(bytes: number): void {
    const needed = this.#at + bytes + VALUE_ROOM * this.#nulls.length;
    if (needed <= this.#out.length) return;
    const larger = Buffer.allocUnsafe(2 * needed);
    larger.set(this.#out.subarray(0, this.#at));
    this.#out = larger;
    this.#view = new DataView(larger.buffer, larger.byteOffset, larger.length);
  }
}

/** Not 0 when one of these four bytes is below a hyphen, as all are that may need quotes. */
function signsIn(word: number): number {
  return (word - 0x2d2d2d2d) & ~word & 0x80808080;
}

function needsQuotes(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === COMMA || byte === QUOTE || byte === LF || byte === CR) return true;
  }
  return false;
}

function quoted(text: Uint8Array): Uint8Array {
  return Buffer.from(`"${Buffer.from(text).toString().replaceAll('"', '""')}"`);
}

/** A long value as it stands in a line. */
function encoded(text: Uint8Array): Uint8Array {
  return needsQuotes(text, 0, text.length) ? quoted(text) : text;
}
