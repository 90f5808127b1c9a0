import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { CmscError, sqlIdentifier, sqlLiteral } from '@cmsc/core';
import { writeWhole } from '@cmsc/files';
import { type Column, isList, isText } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import { columnIndex, type ListSpec, shownColumns } from '../lists/list-spec.js';
import type { ConnectionPool } from './connection-pool.js';
import { plainColumn, type Relation, whereSql } from '../lists/relation.js';
import { statement, type Statement } from '../lists/statement.js';

const FORMATS: Readonly<Record<string, string>> = {
  '.csv': 'FORMAT csv, HEADER',
  '.json': 'FORMAT json, ARRAY true',
  '.jsonl': 'FORMAT json',
  '.parquet': 'FORMAT parquet, COMPRESSION zstd',
};

/** A file to be written. */
export interface SaveTarget {
  /** As it was typed: `~` is the home folder. */
  path: string;
  /** Replaces a file that exists. */
  replace: boolean;
}

/**
 * Writes the rows of a list, in its order, to a file that is complete or absent; answers with their number.
 * @throws CmscError of kind usage for an unknown ending, io for a file that exists or can't be written
 */
export async function saveList(
  list: { relation: Relation; spec: ListSpec; query: ListQuery },
  target: SaveTarget,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<number> {
  const format = formatOf(target.path);
  const asText = extname(target.path).toLowerCase() === '.csv';
  return writeWhole(fullPath(target.path), { force: target.replace }, (temporary) =>
    pool.number(copyStatement(list, temporary, format, asText), signal),
  );
}

function formatOf(path: string): string {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format !== undefined) return format;
  const hint = `end the name in ${Object.keys(FORMATS).join(', ')}`;
  throw new CmscError('usage', 'BAD_OPTION', 'no format goes by that ending', { file: path, hint });
}

function copyStatement(
  { relation, spec, query }: { relation: Relation; spec: ListSpec; query: ListQuery },
  path: string,
  format: string,
  asText: boolean,
): Statement {
  const id = sqlIdentifier(relation.id);
  const columns = shownColumns(spec).map((column) => savedColumn(column, asText));
  const sorted = spec.columns[columnIndex(spec, query.sort.column)];
  const order = `${sorted === undefined ? id : plainColumn(sorted).order} ${query.sort.descending ? 'DESC' : 'ASC'}, ${id}`;
  return statement((parameters) => {
    const where = whereSql(relation, query.conditions, parameters);
    const select = `SELECT ${columns.join(', ')} FROM ${relation.table} WHERE ${where} ORDER BY ${order}`;
    return `COPY (${select}) TO ${sqlLiteral(path)} (${format})`;
  });
}

// In CSV a list is its items with a space between, as in every CSV that cmsc writes.
function savedColumn({ name, kind }: Column, asText: boolean): string {
  const column = sqlIdentifier(name);
  if (!asText || !isList(kind)) return column;
  const items = isText(kind) ? column : `${column}::VARCHAR[]`;
  return `array_to_string(${items}, ' ') AS ${column}`;
}

/** The path of a file as a person types it: `~` is the home folder. */
export function fullPath(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}
