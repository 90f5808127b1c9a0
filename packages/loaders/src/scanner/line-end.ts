import { LONGEST_LINE_BYTES } from '../rows/row-rules.js';

const CR = 13;

/** Whether the line from `begin` to behind its line feed at `end` is too long to be a row. Its line end doesn't count. */
export function isTooLong(bytes: Uint8Array, begin: number, end: number): boolean {
  return (
    end - begin > LONGEST_LINE_BYTES && end - begin - (bytes[end - 2] === CR ? 2 : 1) > LONGEST_LINE_BYTES
  );
}
