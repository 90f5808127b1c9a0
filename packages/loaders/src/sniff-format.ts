import { CmscError } from '@cmsc/core';
import { frameRow, parseRows } from './csv/csv-rows.js';
import { isDigits, type Format } from './formats/format.js';
import { detectFormat, detectJsonFormat, formats } from './formats/registry.js';
import { peekText } from './opening/open-bytes.js';
import { nameOfInput } from './opening/places.js';
import { areCleanBytes, textOf } from './rows/byte-rules.js';
import { delimiterOf, isHeader, namesColumns, type Dialect } from './rows/dialect.js';
import { LineCutter, withoutLineEnd } from './rows/line-cutter.js';
import { objectsIn, TAKES_WINDOWS } from './windows/detect-windows.js';

const MOST_ROWS = 100;
/** Stored bytes that are looked at. */
const FIRST_BYTES = 65_536;
const LF = 10;

const OPENS_JSON = /^\s*[[{]/;
const MOST_SPACE = 64;

/** What to do with a file of JSON objects. */
const OF_OBJECTS = {
  'Windows events': TAKES_WINDOWS,
  JSON: 'make CSV of it, with the columns of the data set',
};

/**
 * The format of an input by its first rows and, where they leave it open, its name; with column names given or in a header, the format that
 * has them. What is looked at of a pipe is there for whoever reads it next.
 *
 * @returns undefined when it is of no format known here.
 * @throws CmscError as {@link openBytes} does.
 */
export async function sniffFormat(
  path: string,
  dialect: Dialect = {},
  signal?: AbortSignal,
): Promise<Format | undefined> {
  return formatOfLines(await firstLines(path, signal), path, dialect);
}

/**
 * The same for a caller who can't do without.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for a file that looks like nothing known, EMPTY_INPUT (data) for one without rows; what {@link openBytes} throws.
 */
export async function formatOfFile(
  path: string,
  dialect: Dialect = {},
  signal?: AbortSignal,
): Promise<Format> {
  const lines = await firstLines(path, signal);
  const format = formatOfLines(lines, path, dialect);
  if (format) return format;
  if (lines.every(({ text }) => text.trim() === '')) throw emptyFile(path);
  if (objectsIn(Buffer.concat(lines.map(({ bytes }) => bytes)), path) === 'Windows events')
    throw new CmscError('data', 'UNKNOWN_FORMAT', 'the file holds Windows events, no rows of a data set', {
      file: nameOfInput(path),
      hint: `${TAKES_WINDOWS}, in a run of their own`,
    });
  const widths = Object.values<Format>(formats)
    .filter(({ syntax = 'csv' }) => syntax === 'csv')
    .map(({ name, columns }) => `${name} has ${columns.length}`);
  throw new CmscError('data', 'UNKNOWN_FORMAT', 'this looks like no file of a data set known here', {
    file: nameOfInput(path),
    line: 1,
    text: lines[0]?.text ?? '',
    hint: `of columns ${widths.join(', ')}; wls has a JSON object a line; --delimiter names another separator, --header says that the first line names the columns`,
  });
}

function emptyFile(path: string): CmscError {
  return new CmscError('data', 'EMPTY_INPUT', 'the file is empty, and its name does not say what it holds', {
    file: nameOfInput(path),
    hint: 'leave it away, or name it as files of the data set are named: auth…, proc…, redteam…',
  });
}

/**
 * The first of some dialects that the first rows of an input are written in, for a format: with a header only where the first row names its columns.
 *
 * @returns undefined when they are in none.
 * @throws CmscError as {@link openBytes} does.
 */
export async function sniffDialect(
  path: string,
  format: Format,
  dialects: readonly Dialect[],
  signal?: AbortSignal,
): Promise<Dialect | undefined> {
  const lines = await firstLines(path, signal);
  return dialects.find((dialect) => {
    const rows = rowsOf(lines, delimiterOf(dialect));
    const [first = []] = rows;
    // A header that lacks a column is one all the same: whoever reads it says which it lacks.
    if (dialect.header) return namesColumns(first, format) || isHeader(first, format);
    return detectFormat(rows) === format;
  });
}

function formatOfLines(lines: readonly Line[], path: string, dialect: Dialect): Format | undefined {
  const json = detectJsonFormat(lines.map(({ text }) => text));
  if (json) return json;
  const rows = rowsOf(lines, delimiterOf(dialect));
  const { columns } = dialect;
  if (columns) return formatThatIs((format) => namesColumns(columns, format));
  const [first = []] = rows;
  const named = dialect.header ? formatThatIs((format) => namesColumns(first, format)) : undefined;
  return named ?? detectFormat(rows, path);
}

function formatThatIs(holds: (format: Format) => boolean): Format | undefined {
  return Object.values<Format>(formats).find(holds);
}

interface Line {
  /** With its line feed. Good for good. */
  bytes: Uint8Array;
  text: string;
}

/** The first lines whose bytes are in order. What breaks off behind them is for the reader to say. */
async function firstLines(path: string, signal: AbortSignal | undefined): Promise<Line[]> {
  const lines: Line[] = [];
  const cutter = new LineCutter();
  try {
    for await (const chunk of peekText(path, FIRST_BYTES, { signal })) {
      for (const { bytes, tooLong } of cutter.push(chunk)) if (!tooLong) addLines(lines, bytes);
      if (lines.length >= MOST_ROWS) return lines;
    }
  } catch (error) {
    if (lines.length === 0 || !(error instanceof CmscError) || error.kind !== 'data') throw error;
  }
  // The last one may be cut: it counts where there is no other.
  if (lines.length === 0) for (const { bytes } of cutter.end()) addLines(lines, bytes);
  return lines;
}

function addLines(lines: Line[], bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length && lines.length < MOST_ROWS;) {
    const end = bytes.indexOf(LF, start) + 1;
    const line = bytes.slice(start, end);
    if (areCleanBytes(line)) lines.push({ bytes: line, text: textOf(withoutLineEnd(line)) });
    start = end;
  }
}

/** The rows that are in order, a line each. */
function rowsOf(lines: readonly Line[], delimiter: string): string[][] {
  const separator = new TextEncoder().encode(delimiter);
  const whole = lines.filter(({ bytes }) => !frameRow(bytes, 0, separator, true)?.problem);
  return whole.flatMap(({ bytes }) => parseRows(bytes, delimiter));
}

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
  const text = textOf(withoutLineEnd(line));
  const [fields = []] = rowsOf([{ bytes: line, text }], delimiterOf(dialect));
  if (format.syntax !== 'json-lines' && isDigits(fields[0] ?? '') && isHeader(fields, format))
    throw new CmscError('data', 'MISSING_COLUMN', 'the first line names the columns', {
      file,
      line: 1,
      text,
      hint: 'say so with --header, and with --columns which are which',
    });
  if (fields.length === format.columns.length && format.resembles(fields)) return;
  const other = detectJsonFormat([text]) ?? detectFormat([fields]);
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
