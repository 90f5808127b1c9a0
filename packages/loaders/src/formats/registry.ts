import { basename } from 'node:path';
import { CmscError } from '@cmsc/core';
import { parseJsonRow } from '../json/parse-json-row.js';
import { isProblem } from '../rows/row-rules.js';
import { auth } from './auth.js';
import { dns } from './dns.js';
import { flows } from './flows.js';
import type { Format } from './format.js';
import { lanlAuth } from './lanl-auth.js';
import { proc } from './proc.js';
import { redteam } from './redteam.js';
import { wls } from './wls.js';

/** All formats, by name. */
export const formats = {
  auth,
  proc,
  flows,
  dns,
  redteam,
  wls,
  'lanl-auth': lanlAuth,
};

/** Name of a format. */
export type FormatName = keyof typeof formats;

/** The type of the rows of a format. */
export type EventOf<Name extends FormatName> = ReturnType<(typeof formats)[Name]['toEvent']>;

/**
 * The format of this name.
 *
 * @throws CmscError UNKNOWN_FORMAT (usage) when there is none.
 */
export function formatNamed(name: string): Format {
  if (Object.hasOwn(formats, name)) return formats[name as FormatName];
  throw new CmscError('usage', 'UNKNOWN_FORMAT', 'there is no such format', {
    text: name,
    hint: `use one of ${Object.keys(formats).join(', ')}`,
  });
}

/**
 * A format, or the one of a name: what a program in JavaScript left out is neither.
 *
 * @throws CmscError UNKNOWN_FORMAT (usage) when there is none of this name, BAD_OPTION (usage) for what is neither.
 */
export function formatGiven(format: string | Format): Format {
  if (typeof format === 'string') return formatNamed(format);
  // What was handed over need not be what the type says.
  const { columns } = (format ?? {}) as Partial<Format>;
  if (Array.isArray(columns)) return format;
  throw new CmscError('usage', 'BAD_OPTION', 'no format is given', {
    hint: `name one of ${Object.keys(formats).join(', ')}, or give one of your own`,
  });
}

/**
 * The format that these rows look like, by their number of columns and by what is in them. A row or two may be
 * odd; more than half of all rows must fit. The name of the file decides where the rows leave it open: when several formats
 * fit, when there is no row, or when the columns are the right number but their values are all damaged.
 *
 * @param rows the fields of the first rows.
 * @returns undefined when nothing fits.
 */
export function detectFormat(rows: readonly (readonly string[])[], path = ''): Format | undefined {
  const all = formatsOf('csv');
  const named = all.filter((format) => format.fileNames.test(basename(path)));
  const wide = all.filter((format) => mostOf(rows, (row) => row.length === format.columns.length));
  const alike = wide.filter((format) =>
    mostOf(rows, (row) => row.length === format.columns.length && format.resembles(row)),
  );
  if (rows.length === 0)
    return Object.values<Format>(formats).find((format) => format.fileNames.test(basename(path)));
  return (
    alike.find((format) => named.includes(format)) ??
    alike[0] ??
    wide.find((format) => named.includes(format))
  );
}

/**
 * The format of rows that are JSON objects, by their members.
 *
 * @param lines the first lines, without their ends.
 * @returns undefined when most of them are something else.
 */
export function detectJsonFormat(lines: readonly string[]): Format | undefined {
  return formatsOf('json-lines').find((format) =>
    mostOf(lines, (line) => {
      const fields = line.startsWith('{') ? parseJsonRow(line, format) : [];
      return !isProblem(fields) && fields.length > 0 && format.resembles(fields);
    }),
  );
}

function formatsOf(syntax: Format['syntax']): Format[] {
  return Object.values<Format>(formats).filter((format) => (format.syntax ?? 'csv') === syntax);
}

function mostOf<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  return items.filter(holds).length * 2 > items.length;
}
