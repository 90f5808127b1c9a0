import { stat } from 'node:fs/promises';
import { frameRow } from './csv/frame-row.js';
import { parseRows } from './csv/parse-rows.js';
import { detectFormat } from './formats/detect-format.js';
import type { Format } from './formats/format.js';
import { formats } from './formats/registry.js';
import { openBytes } from './opening/open-bytes.js';
import { areCleanBytes } from './rows/byte-rules.js';
import type { Dialect } from './rows/dialect.js';
import { LineCutter } from './rows/line-cutter.js';

const MOST_ROWS = 100;
const LF = 10;

/**
 * The format of a file by its first rows and, where they leave it open, its name; with column names given or in a header, the format that
 * has them. Of a pipe nothing is read, since it could not be read again: there the name alone decides.
 *
 * @returns undefined when it is of no format known here.
 * @throws CmscError as {@link openBytes} does.
 */
export async function sniffFormat(path: string, dialect: Dialect = {}): Promise<Format | undefined> {
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  const rows = isFile
    ? await firstRows(path, dialect.delimiter === '\\t' ? '\t' : (dialect.delimiter ?? ','))
    : [];
  const names = dialect.columns ?? (dialect.header ? rows[0] : undefined);
  if (names === undefined) return detectFormat(rows, path);
  return Object.values<Format>(formats).find(({ columns }) =>
    columns.every(({ name }) => names.includes(name)),
  );
}

/** The first rows that are in order, a line each. */
async function firstRows(path: string, delimiter: string): Promise<string[][]> {
  const rows: string[][] = [];
  const cutter = new LineCutter();
  for await (const chunk of openBytes(path, { hash: false })) {
    for (const { bytes, tooLong } of cutter.push(chunk)) if (!tooLong) addRows(rows, bytes, delimiter);
    if (rows.length >= MOST_ROWS) return rows;
  }
  for (const { bytes } of cutter.end()) addRows(rows, bytes, delimiter);
  return rows;
}

function addRows(rows: string[][], bytes: Uint8Array, delimiter: string): void {
  const separator = new TextEncoder().encode(delimiter);
  for (let start = 0; start < bytes.length && rows.length < MOST_ROWS;) {
    const end = bytes.indexOf(LF, start) + 1;
    const line = bytes.subarray(start, end);
    if (areCleanBytes(line) && !frameRow(line, 0, separator, true)?.problem)
      rows.push(...parseRows(line, delimiter));
    start = end;
  }
}
