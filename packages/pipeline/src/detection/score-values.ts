import { CmscError, sqlIdentifier } from '@cmsc/core';

/** SQL: a column of scores as numbers under its own name; NULL for what is none. */
export function scoreSql(name: string): string {
  return `TRY_CAST(${sqlIdentifier(name)} AS DOUBLE) AS ${sqlIdentifier(name)}`;
}

/** SQL: whether a score is no finite number. */
export function noScoreSql(name: string): string {
  return `${sqlIdentifier(name)} IS NULL OR NOT isfinite(${sqlIdentifier(name)})`;
}

/** What is wrong with scores of units that are not those of a database, each once. */
export const OTHER_UNITS = { unknown: 'that the database has not', twice: 'more than once' } as const;

/** The error of scores that are of other units: CmscError OTHER_UNITS (data). */
export function otherUnits(file: string, unit: string, what: string, text: string, hint: string): CmscError {
  return new CmscError('data', 'OTHER_UNITS', `has a ${unit} ${what}`, { file, text, hint });
}
