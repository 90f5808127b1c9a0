import { isUtf8 } from 'node:buffer';
import type { RowProblem } from './row-problem.js';
import { LONGEST_LINE_BYTES } from './row-rules.js';

const NUL = 0;
const NULL_VALUES = /(^|,)\0([a-z_]+)(?=,|$)/i;

/** A line above {@link LONGEST_LINE_BYTES}. */
export const LINE_TOO_LONG: RowProblem = {
  code: 'LINE_TOO_LONG',
  what: `the line is longer than ${LONGEST_LINE_BYTES} bytes`,
  hint: 'check that the file is text, with a row on each line',
};

/** Whether no row in these bytes can break a byte rule. */
export function areCleanBytes(bytes: Uint8Array): boolean {
  return bytes.indexOf(NUL) < 0 && isUtf8(bytes);
}

/** The byte rule that a row breaks, if any. */
export function byteProblem(row: Uint8Array): RowProblem | undefined {
  if (row.indexOf(NUL) >= 0) {
    const column = nullColumnOf(row);
    if (column !== undefined)
      return {
        code: 'NULL_VALUE',
        what: `${column} is NULL`,
        column,
        hint: 'fill it in the table',
        skippable: true,
      };
    return {
      code: 'NUL_BYTE',
      what: 'the row holds a NUL byte',
      hint: 'check that the file is text and undamaged',
    };
  }
  if (isUtf8(row)) return undefined;
  return {
    code: 'NOT_UTF8',
    what: 'the row is not valid UTF-8',
    text: textOf(row),
    hint: 'convert the file to UTF-8',
    skippable: true,
  };
}

/**
 * The column that is NULL in a row of a table. Its text has a NUL byte and the name of the column there, which says it from a name that is
 * empty: no good row of any text holds that byte.
 */
function nullColumnOf(row: Uint8Array): string | undefined {
  return NULL_VALUES.exec(textOf(row))?.[2];
}

/** The row of a table with nothing where it has NULL, for people. */
export function withEmptyNulls(row: Uint8Array): Uint8Array {
  return Buffer.from(textOf(row).replaceAll(new RegExp(NULL_VALUES, 'gi'), '$1'));
}

/** Bytes as text, with U+FFFD where they are not valid UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
