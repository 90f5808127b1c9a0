import { CmscError } from '@cmsc/core';
import type { Format } from '../formats/format.js';

/** How a file is written, where it is not LANL's way: commas, no header, all columns in their order. */
export interface Dialect {
  /** One character, or `\t` spelled out for a tab. Comma when absent. */
  delimiter?: string;
  /** Whether every file begins with a row that names its columns. */
  header?: boolean;
  /** The columns by position, whatever a header says. Names that the format does not have are columns to ignore. */
  columns?: readonly string[];
}

/** Where the columns of a format stand in a file. */
export interface ColumnPlaces {
  /** Number of columns in the file. */
  width: number;
  /** For each column of the format its place in the file; absent when they stand in the format's order. */
  places?: readonly number[];
}

/** A dialect that was checked. */
export interface CheckedDialect {
  delimiter: string;
  header: boolean;
  /** Absent when the header says it. */
  columns: ColumnPlaces | undefined;
  /** Absent for LANL's own dialect; otherwise what is different, in words. */
  difference: string | undefined;
}

/**
 * Checks a dialect and fills in what it leaves out.
 *
 * @throws CmscError BAD_OPTION (usage) for a delimiter that cannot be one, and for rows that are JSON, which have no dialect;
 * MISSING_COLUMN (usage) when `columns` lacks one of the format's.
 */
export function checkDialect(dialect: Dialect, format: Format): CheckedDialect {
  if (format.syntax === 'json-lines' && Object.values(dialect).some((value) => value !== undefined)) {
    throw new CmscError('usage', 'BAD_OPTION', `a row of ${format.name} is a JSON object`, {
      hint: 'leave --delimiter, --header and --columns away',
    });
  }
  const delimiter = delimiterOf(dialect);
  const header = dialect.header ?? false;
  const inOrder = { width: format.columns.length };
  const named = dialect.columns && namedColumns(dialect.columns, format);
  const columns = named ?? (header ? undefined : inOrder);
  const differences = [
    delimiter !== ',' && `separator ${JSON.stringify(delimiter)}`,
    header && 'header',
    named?.places && 'column order',
  ].filter((difference) => difference !== false && difference !== undefined);
  return {
    delimiter,
    header,
    columns,
    difference: differences.length > 0 ? differences.join(', ') : undefined,
  };
}

/**
 * The character between values.
 *
 * @throws CmscError BAD_OPTION (usage) for what can't be one.
 */
export function delimiterOf({ delimiter = ',' }: Dialect): string {
  if (delimiter === '\\t') return '\t';
  if (isDelimiter(delimiter)) return delimiter;
  throw new CmscError(
    'usage',
    'BAD_OPTION',
    'the delimiter must be one character, not a quote or a line end',
    {
      text: String(delimiter),
      hint: 'for example ";" or "\\t"',
    },
  );
}

/** Whether this can stand between values: one character, and none that has a meaning of its own. */
export function isDelimiter(text: unknown): text is string {
  return typeof text === 'string' && [...text].length === 1 && !/["\r\n\0\ufeff]/.test(text);
}

/** Whether these names are those of all columns of a format, in any order, and others besides. */
export function namesColumns(names: readonly string[], format: Format): boolean {
  return format.columns.every(({ name }) => names.includes(name));
}

/**
 * Whether a first row names columns: in it stand names that the format's columns have, or numbers one after the other.
 *
 * @param fields as they stand in the file.
 */
export function isHeader(fields: readonly string[], format: Format): boolean {
  const known = new Set(format.columns.map(({ name }) => name));
  if (fields.filter((field) => known.has(field.trim().toLowerCase())).length > 1) return true;
  // What pandas writes where columns have no names. Fewer might be a row.
  const [first] = fields;
  const numbered = (field: string, i: number) => field === String(i + Number(first));
  return fields.length > 3 && (first === '0' || first === '1') && fields.every(numbered);
}

/**
 * Where the columns stand in a file with this header.
 *
 * @throws CmscError MISSING_COLUMN (data) when one is missing or named twice.
 */
export function placesByHeader(
  header: readonly string[],
  format: Format,
  file: string,
  line: number,
): ColumnPlaces {
  return findPlaces(header, format, (what) => {
    const hint = `the header names ${header.join(', ')}; every file must begin with one that names the columns of ${format.name}`;
    return new CmscError('data', 'MISSING_COLUMN', what, { file, line, hint });
  });
}

function namedColumns(names: readonly string[], format: Format): ColumnPlaces {
  return findPlaces(names, format, (what) => {
    const hint = `the columns of ${format.name} are ${format.columns.map(({ name }) => name).join(', ')}`;
    return new CmscError('usage', 'MISSING_COLUMN', `${what} among the columns given`, { hint });
  });
}

function findPlaces(
  names: readonly string[],
  format: Format,
  error: (what: string) => CmscError,
): ColumnPlaces {
  const places = format.columns.map(({ name }) => {
    const place = names.indexOf(name);
    if (place < 0) throw error(`there is no column ${name}`);
    if (names.includes(name, place + 1)) throw error(`the column ${name} is there twice`);
    return place;
  });
  const inOrder = names.length === places.length && places.every((place, index) => place === index);
  return inOrder ? { width: names.length } : { width: names.length, places };
}
