import { CmscError } from '@cmsc/core';
import { frameRow, parseRows } from './csv/csv-rows.js';
import { detectFormat, detectJsonFormat } from './formats/registry.js';
import { isDigits, type Format } from './formats/format.js';
import { areCleanBytes, textOf } from './rows/byte-rules.js';
import { delimiterOf, isHeader, type Dialect } from './rows/dialect.js';
import { withoutLineEnd } from './rows/line-cutter.js';
import { objectsIn, TAKES_WINDOWS } from './windows/detect-windows.js';

const LF = 10;
const OPENS_JSON = /^\s*[[{]/;
const MOST_SPACE = 64;

/** What to do with a file of JSON objects. */
const OF_OBJECTS = {
  'Windows events': TAKES_WINDOWS,
  JSON: 'make CSV of it, with the columns of the data set',
};

/**
 * Looks at the first row of a file before it is read, where a wrong file would give rows that say nothing (flows have nine columns as auth
 * has), or as many bad rows as it has lines.
 *
 * @param bytes lines of the file, from its beginning.
 * @throws CmscError UNKNOWN_FORMAT (data) when it is a row of another format; MISSING_COLUMN (data) when it names columns, and nobody has said so.
 */
export function checkFirstRow(bytes: Uint8Array, format: Format, dialect: Dialect, file: string): void {
  // Where columns are named, they say it themselves when one is missing.
  if (dialect.columns || dialect.header) return;
  const line = bytes.subarray(0, bytes.indexOf(LF) + 1);
  if (!areCleanBytes(line)) return;
  const fields = fieldsOf(line, delimiterOf(dialect));
  if (format.syntax !== 'json-lines' && isDigits(fields[0] ?? '') && isHeader(fields, format))
    throw new CmscError('data', 'MISSING_COLUMN', 'the first line names the columns', {
      file,
      line: 1,
      text: textOf(withoutLineEnd(line)),
      hint: 'say so with --header, and with --columns which are which',
    });
  if (fields.length === format.columns.length && format.resembles(fields)) return;
  const other = detectJsonFormat([textOf(withoutLineEnd(line))]) ?? detectFormat([fields]);
  if (other?.name === format.name) return;
  if (other) throw holdsOther(other.name, format, file, other.takenBy && `${other.takenBy} ${other.name}`);
  const objects = objectsOf(bytes, format, file);
  if (objects) throw holdsOther(objects, format, file, OF_OBJECTS[objects]);
}

function holdsOther(other: string, { name }: Format, file: string, hint: string | undefined): CmscError {
  return new CmscError('data', 'UNKNOWN_FORMAT', `the file holds ${other}, not ${name}`, {
    file,
    line: 1,
    ...(hint !== undefined && { hint }),
  });
}

/** What JSON a file holds that should be a table. */
function objectsOf(bytes: Uint8Array, { syntax }: Format, file: string): keyof typeof OF_OBJECTS | undefined {
  if (syntax === 'json-lines' || !OPENS_JSON.test(textOf(bytes.subarray(0, MOST_SPACE)))) return undefined;
  return objectsIn(bytes, file);
}

/** The fields of a row on a line, none for one that is damaged or goes on. */
function fieldsOf(line: Uint8Array, delimiter: string): string[] {
  const frame = frameRow(line, 0, new TextEncoder().encode(delimiter), false);
  return frame && !frame.problem ? parseRows(line, delimiter)[0]! : [];
}
