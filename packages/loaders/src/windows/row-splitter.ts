import { CmscError } from '@cmsc/core';

const LF = 10;
const CR = 13;

/** Longest row. An event has 64 KiB at most, and its text may be in a row twice. */
export const MOST_ROW_BYTES = 1 << 20;

/** What `evtx_dump -o json` writes before each event. */
const HEADING = /^Record \d+$/;
const HEADING_BYTE = 82;
const MOST_HEADING_BYTES = 30;

/** What begins a file of UTF-8, and stands in the middle where such files were put one after the other. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/**
 * Takes a row: `bytes` from `start` to `end`, which are good until it returns, and the line that it begins in. Where a row is a list of values,
 * `columns` names them.
 */
export type TakeRow = (
  bytes: Buffer,
  start: number,
  end: number,
  line: number,
  columns?: readonly string[],
) => void;

/** The error that a row without an end is. */
export function tooLong(file: string, line: number): CmscError {
  return new CmscError('data', 'LINE_TOO_LONG', `a row has more than ${MOST_ROW_BYTES} bytes`, {
    file,
    line,
    hint: 'export one event a row, as JSON lines',
  });
}

/** Whether what stands between rows may do so. */
export function isNoRow(bytes: Buffer, start: number, end: number): boolean {
  return (
    start === end ||
    bytes.toString('latin1', start, Math.min(end, start + 4)) === BYTE_ORDER_MARK ||
    isHeading(bytes, start, end)
  );
}

/** Whether a line is a heading of a row, and none. */
export function isHeading(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== HEADING_BYTE || end - start > MOST_HEADING_BYTES) return false;
  return HEADING.test(bytes.toString('latin1', start, end));
}

/** Whether a byte is white space, as JSON has it. */
export function isSpace(byte: number): boolean {
  return byte === 32 || byte === CR || byte === 9 || byte === LF;
}
