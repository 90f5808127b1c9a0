import { stat } from 'node:fs/promises';
import { frameRow } from './csv/frame-row.js';
import { parseRows } from './csv/parse-rows.js';
import { detectFormat, detectJsonFormat } from './formats/detect-format.js';
import type { Format } from './formats/format.js';
import { formats } from './formats/registry.js';
import { openBytes } from './opening/open-bytes.js';
import { areCleanBytes, textOf } from './rows/byte-rules.js';
import type { Dialect } from './rows/dialect.js';
import { LineCutter, withoutLineEnd } from './rows/line-cutter.js';

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
  const lines = isFile ? await firstLines(path) : [];
  const json = detectJsonFormat(lines.map(({ text }) => text));
  if (json) return json;
  const rows = rowsOf(lines, dialect.delimiter === '\\t' ? '\t' : (dialect.delimiter ?? ','));
  const names = dialect.columns ?? (dialect.header ? rows[0] : undefined);
  if (names === undefined) return detectFormat(rows, path);
  return Object.values<Format>(formats).find(({ columns }) =>
    columns.every(({ name }) => names.includes(name)),
  );
}

interface Line {
  /** With its line feed. Good for good. */
  bytes: Uint8Array;
  text: string;
}

/** The first lines whose bytes are in order. */
async function firstLines(path: string): Promise<Line[]> {
  const lines: Line[] = [];
  const cutter = new LineCutter();
  for await (const chunk of openBytes(path, { hash: false })) {
    for (const { bytes, tooLong } of cutter.push(chunk)) if (!tooLong) addLines(lines, bytes);
    if (lines.length >= MOST_ROWS) return lines;
  }
  for (const { bytes } of cutter.end()) addLines(lines, bytes);
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
