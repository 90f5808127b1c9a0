import { CmscError, sqlIdentifier } from '@cmsc/core';

/** A column of events, as a format of @cmsc/loaders describes it. */
export interface EventColumn {
  name: string;
  /** `time` and `number` are whole numbers in a table, all else is text. */
  kind: 'time' | 'number' | 'name' | 'edge';
}

/** A column that a table has. */
export interface StoredColumn {
  name: string;
  /** Its type in DuckDB's words. */
  type: string;
}

const INTEGER = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const FRACTIONAL = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const TEXT = /^(VARCHAR|JSON|ENUM\(.*\))$/s;
const CALENDAR = /^(TIMESTAMP|DATE)/;

/** Names of a table's columns stand for the data's in any case. */
export function findColumn(stored: readonly StoredColumn[], name: string): StoredColumn | undefined {
  return stored.find((column) => column.name.toLowerCase() === name);
}

/** The columns of a table that are none of these, by name. */
export function otherColumns(stored: readonly StoredColumn[], wanted: readonly EventColumn[]): string[] {
  const names = wanted.map(({ name }) => name);
  return stored.filter(({ name }) => !names.includes(name.toLowerCase())).map(({ name }) => name);
}

/**
 * What to select of a table for a `LineWriter`: all columns as text, and behind them the time as INTEGER where it is a whole second, whose text
 * is NULL then.
 *
 * @throws CmscError MISSING_COLUMN (data) for a column that is not there, or of another type.
 */
export function selectionOf(
  stored: readonly StoredColumn[],
  wanted: readonly EventColumn[],
  file: string,
): string {
  const values = wanted.map(({ name, kind }) => {
    const column = findColumn(stored, name);
    if (!column) throw missing(name, stored, file);
    const problem = problemOf(column, kind);
    if (problem !== undefined)
      throw new CmscError(
        'data',
        'MISSING_COLUMN',
        `its column ${name} is ${shown(column.type)}, not ${problem.not}`,
        {
          file,
          column: name,
          hint: problem.hint,
        },
      );
    return { kind, sql: sqlIdentifier(column.name), isWhole: wholeSql(column) };
  });
  const texts = values.map(({ kind, sql, isWhole }) => {
    if (kind === 'time') return `CASE WHEN ${secondSql(sql, isWhole)} THEN NULL ELSE ${sql}::VARCHAR END`;
    if (kind === 'number')
      return `CASE WHEN ${isWhole} THEN ${sql}::HUGEINT::VARCHAR ELSE ${sql}::VARCHAR END`;
    return `${sql}::VARCHAR`;
  });
  const times = values.flatMap(({ kind, sql, isWhole }) =>
    kind === 'time' ? [`CASE WHEN ${secondSql(sql, isWhole)} THEN ${sql}::INTEGER END`] : [],
  );
  return [...texts, ...times].join(', ');
}

/** Whether a number is one that whole seconds are. */
function secondSql(sql: string, isWhole: string): string {
  return `(${sql} BETWEEN 0 AND 2147483647 AND ${isWhole})`;
}

function wholeSql({ name, type }: StoredColumn): string {
  const sql = sqlIdentifier(name);
  return FRACTIONAL.test(type) ? `(abs(${sql}) < 1e18 AND ${sql} = floor(${sql}))` : 'TRUE';
}

/** What is wrong with the type of a column, and what helps; undefined when nothing is. */
function problemOf(
  { name, type }: StoredColumn,
  kind: EventColumn['kind'],
): { not: string; hint: string } | undefined {
  if (kind === 'name' || kind === 'edge')
    return TEXT.test(type)
      ? undefined
      : { not: 'text', hint: `write the table anew with CAST(${name} AS VARCHAR)` };
  if (INTEGER.test(type) || FRACTIONAL.test(type)) return undefined;
  const not = kind === 'time' ? 'whole seconds' : 'a whole number';
  const whole = CALENDAR.test(type) ? `epoch(${name})::BIGINT` : `CAST(${name} AS BIGINT)`;
  return { not, hint: `write the table anew with SELECT * REPLACE (${whole} AS ${name})` };
}

function missing(name: string, stored: readonly StoredColumn[], file: string): CmscError {
  return new CmscError('data', 'MISSING_COLUMN', `there is no column ${name}`, {
    file,
    column: name,
    hint: `it has ${listed(stored.map((column) => column.name))}; columns are found by the names that the data has`,
  });
}

const MOST_LISTED = 20;

/** Names in a sentence, the first of them. */
export function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A type has all values of an enumeration, or all members of a structure; of a list only its brackets tell. */
function shown(type: string): string {
  const [name = type] = /^[A-Z ]+/.exec(type) ?? [];
  const [list = ''] = /(\[\d*\])+$/.exec(type) ?? [];
  return name.trim() + list;
}
