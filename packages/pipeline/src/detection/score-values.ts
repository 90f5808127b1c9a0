import { CmscError, sqlIdentifier } from '@cmsc/core';

/** SQL: a column of scores as numbers under its own name, truths as 1 and 0 also where they are text; NULL for what is none. */
export function scoreSql(name: string): string {
  const column = sqlIdentifier(name);
  const truth = `CASE lower(${column}::VARCHAR) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
  return `coalesce(TRY_CAST(${column} AS DOUBLE), ${truth}) AS ${column}`;
}

/** SQL: a column of whole numbers under its own name, also where they are written as `3.0`; NULL for what is none, which a cast alone would round. */
export function wholeSql(name: string): string {
  const column = sqlIdentifier(name);
  const number = `TRY_CAST(${column} AS DOUBLE)`;
  return `CASE WHEN ${number} = trunc(${number}) THEN TRY_CAST(${column} AS BIGINT) END AS ${column}`;
}

/** SQL: a column of names under its own name. CSV has no other way to write an empty one than a value that is missing. */
export function nameSql(name: string): string {
  const column = sqlIdentifier(name);
  return `coalesce(${column}::VARCHAR, '') AS ${column}`;
}

/** SQL: whether a score is no finite number. */
export function noScoreSql(name: string): string {
  return `${sqlIdentifier(name)} IS NULL OR NOT isfinite(${sqlIdentifier(name)})`;
}

/** Columns that number rows, and score nothing: pandas writes its index so, and DuckDB calls a column so that has no name. */
const ROW_NUMBERS = /^(column\d+|unnamed: [\d.]+|__index_level_\d+__)$/i;

/** Whether a column numbers the rows: as a score it would say how late a unit comes. */
export function isRowNumber(name: string): boolean {
  return ROW_NUMBERS.test(name);
}

/** What is wrong with scores of units that are not those of a database, each once. */
export const OTHER_UNITS = {
  unknown: 'that the database has not',
  twice: 'more than once',
  other: 'that is another one in the database, by its start or account or destination',
} as const;

/** The error of scores that are of other units: CmscError OTHER_UNITS (data). */
export function otherUnits(file: string, unit: string, what: string, text: string, hint: string): CmscError {
  return new CmscError('data', 'OTHER_UNITS', `has a ${unit} ${what}`, { file, text, hint });
}
