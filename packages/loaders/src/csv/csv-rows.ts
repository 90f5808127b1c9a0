import { isAscii } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { RowProblem } from '../rows/row-problem.js';
import { LONGEST_LINE_BYTES } from '../rows/row-rules.js';

const CR = 13;
const LF = 10;
const QUOTE = 34;

/** Where a row ends: behind its line feed. */
export interface RowFrame {
  end: number;
  /** What is wrong with its quotes. Such a row is its first line alone, so that a stray quote costs one row. */
  problem?: RowProblem;
}

/**
 * Finds the end of the row that begins at `start`, by the rules of RFC 4180: a value may stand in quotes, a quote in it is doubled, and
 * between the quotes a line feed is part of the value.
 *
 * @param bytes whole lines.
 * @returns undefined when the lines end inside quotes and more might follow.
 */
export function frameRow(
  bytes: Uint8Array,
  start: number,
  delimiter: Uint8Array,
  isLast: boolean,
): RowFrame | undefined {
  const lineEnd = bytes.indexOf(LF, start) + 1;
  if (bytes.subarray(start, lineEnd).indexOf(QUOTE) < 0) return { end: lineEnd };
  const end = quotedRowEnd(bytes, start, delimiter);
  if (typeof end === 'string') return { end: lineEnd, problem: badQuotes(end) };
  const length = (end ?? bytes.length) - start;
  if (length > LONGEST_LINE_BYTES) {
    return { end: lineEnd, problem: badQuotes('a value in quotes goes on for more than 1 MiB') };
  }
  if (end !== undefined) return { end };
  return isLast ? { end: lineEnd, problem: badQuotes('a quote is opened and never closed') } : undefined;
}

/** The end of a row with quotes, undefined when it is not in `bytes`, or what is wrong. */
function quotedRowEnd(bytes: Uint8Array, start: number, delimiter: Uint8Array): number | string | undefined {
  let at = start;
  for (;;) {
    if (bytes[at] === QUOTE) {
      at = behindQuotes(bytes, at);
      if (at === 0) return undefined;
      if (!isDelimiter(bytes, at, delimiter) && !isLineEnd(bytes, at)) return 'text follows a closing quote';
    } else {
      while (!isDelimiter(bytes, at, delimiter) && bytes[at] !== LF) {
        if (bytes[at] === QUOTE) return 'a quote stands inside a value that is not in quotes';
        at++;
      }
    }
    if (isDelimiter(bytes, at, delimiter)) at += delimiter.length;
    else return bytes.indexOf(LF, at) + 1;
  }
}

/** The place behind the closing quote of the value whose opening quote is at `open`; 0 when it is not there. */
function behindQuotes(bytes: Uint8Array, open: number): number {
  let close = bytes.indexOf(QUOTE, open + 1);
  while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
  return close + 1;
}

function isDelimiter(bytes: Uint8Array, at: number, delimiter: Uint8Array): boolean {
  for (let i = 0; i < delimiter.length; i++) if (bytes[at + i] !== delimiter[i]) return false;
  return true;
}

function isLineEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF);
}

function badQuotes(what: string): RowProblem {
  return {
    code: 'BAD_QUOTES',
    what,
    hint: 'a value in quotes begins and ends with one; a quote inside it is doubled',
  };
}

/**
 * The fields of each row, by csv-parse.
 *
 * @param bytes whole rows that have passed the byte rules and the rules of quotes: with these csv-parse and {@link frameRow}
 * see the same rows. What csv-parse does by itself with others (a lone CR that ends the row, rows it drops) is not ours.
 */
export function parseRows(bytes: Uint8Array, delimiter: string): string[][] {
  const quote = bytes.indexOf(QUOTE) < 0 ? null : '"';
  return parse(bytes, {
    delimiter,
    quote,
    escape: quote,
    // Each alternative is tried at every byte: leave out those that cannot match.
    record_delimiter: bytes.indexOf(CR) < 0 ? ['\n'] : ['\n', '\r\n'],
    relax_column_count: true,
    encoding: isAscii(bytes) ? 'latin1' : 'utf8',
  });
}
