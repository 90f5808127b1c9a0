import { isUtf8 } from 'node:buffer';
import { LONGEST_LINE_BYTES } from '../rows/row-rules.js';

const NUL = 0;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** Finds the fields of one row after the other. */
export class RowCutter {
  /** Where each field of the row ends. The first begins with the row, the others behind the comma. */
  readonly ends: Int32Array;
  /** Number of fields. Not all of their ends are known when there are too many. */
  fields = 0;
  /** Where the row ends: at its line feed. */
  lineFeed = 0;
  hasQuote = false;
  #hasNul = false;
  #isAscii = true;

  constructor(mostFields: number) {
    this.ends = new Int32Array(mostFields);
  }

  /** Whether the row has no NUL and is UTF-8. */
  isText(bytes: Uint8Array, begin: number): boolean {
    return !this.#hasNul && (this.#isAscii || isUtf8(bytes.subarray(begin, this.lineFeed)));
  }

  /** Cuts the row at `begin`. False when its line feed is not there. */
  cut(bytes: Uint8Array, begin: number): boolean {
    const { ends } = this;
    const length = bytes.length;
    let commas = 0;
    let union = 0;
    this.hasQuote = false;
    this.#hasNul = false;
    for (let i = begin; i < length; i++) {
      const byte = bytes[i]!;
      union |= byte;
      if (byte > COMMA) continue; // nearly every byte
      if (byte === COMMA)
        ends[commas++] = i; // beyond its length an array ignores it
      else if (byte === QUOTE) this.hasQuote = true;
      else if (byte === NUL) this.#hasNul = true;
      else if (byte === LF) {
        ends[commas] = i > begin && bytes[i - 1] === CR ? i - 1 : i;
        this.lineFeed = i;
        this.fields = commas + 1;
        this.#isAscii = union < 0x80;
        return true;
      }
    }
    return false;
  }
}

/** Whether the line from `begin` to behind its line feed at `end` is too long to be a row. Its line end doesn't count. */
export function isTooLong(bytes: Uint8Array, begin: number, end: number): boolean {
  return (
    end - begin > LONGEST_LINE_BYTES && end - begin - (bytes[end - 2] === CR ? 2 : 1) > LONGEST_LINE_BYTES
  );
}
