import { basename } from 'node:path';
import type { Format } from './format.js';
import { formats } from './registry.js';

/**
 * The format that these rows look like, by their number of columns and by what is in them. A row or two may be
 * odd; more than half of all rows must fit. The name of the file decides where the rows leave it open: when several formats
 * fit, when there is no row, or when the columns are the right number but their values are all damaged.
 *
 * @param rows the fields of the first rows.
 * @returns undefined when nothing fits.
 */
export function detectFormat(rows: readonly (readonly string[])[], path = ''): Format | undefined {
  const all: Format[] = Object.values(formats);
  const named = all.filter((format) => format.fileNames.test(basename(path)));
  const wide = all.filter((format) => mostOf(rows, (row) => row.length === format.columns.length));
  const alike = wide.filter((format) =>
    mostOf(rows, (row) => row.length === format.columns.length && format.resembles(row)),
  );
  if (rows.length === 0) return named[0];
  return (
    alike.find((format) => named.includes(format)) ??
    alike[0] ??
    wide.find((format) => named.includes(format))
  );
}

function mostOf<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  return items.filter(holds).length * 2 > items.length;
}
