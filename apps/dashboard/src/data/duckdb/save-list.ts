import { existsSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';
import { isList, isText, type Column } from '../../lists/cell.js';
import type { ListQuery } from '../../lists/list-ref.js';
import { columnIndex, shownColumns, type ListSpec } from '../../lists/list-spec.js';
import type { ConnectionPool } from './connection-pool.js';
import { plainColumn, whereSql, type Relation } from './relation.js';
import { literal, Parameters, quoted, type Statement } from './statement.js';

const FORMATS: Readonly<Record<string, string>> = {
  '.csv': 'FORMAT csv, HEADER',
  '.json': 'FORMAT json, ARRAY true',
  '.jsonl': 'FORMAT json',
  '.parquet': 'FORMAT parquet, COMPRESSION zstd',
};

/**
 * Writes the rows of a list, in its order, to a file that is complete or absent; answers with their number.
 * @throws CmscError of kind usage for an unknown ending, io for a file that exists or can't be written
 */
export async function saveList(
  list: { relation: Relation; spec: ListSpec; query: ListQuery },
  target: { path: string; replace: boolean },
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<number> {
  const path = fullPath(target.path);
  const format = formatOf(path);
  if (!target.replace && existsSync(path)) throw existing(path);
  const partial = `${path}.${process.pid}.partial`;
  try {
    const rows = await pool.number(copyStatement(list, partial, format, extname(path) === '.csv'), signal);
    await moveInto(partial, path, target.replace);
    return rows;
  } catch (cause) {
    await rm(partial, { force: true });
    if (cause instanceof CmscError || signal.aborted) throw cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new CmscError('io', 'WRITE_FAILED', 'the file could not be written', { file: path, text, cause });
  }
}

function fullPath(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}

function formatOf(path: string): string {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format !== undefined) return format;
  const hint = `end the name in ${Object.keys(FORMATS).join(', ')}`;
  throw new CmscError('usage', 'BAD_OPTION', 'no format goes by that ending', { file: path, hint });
}

function existing(path: string): CmscError {
  return new CmscError('io', 'OUTPUT_EXISTS', 'the file exists', { file: path });
}

// A link fails where a file has appeared meanwhile; a rename would replace it without a word.
async function moveInto(partial: string, path: string, replace: boolean): Promise<void> {
  if (replace) return rename(partial, path);
  try {
    await link(partial, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw existing(path);
    return rename(partial, path);
  }
  await rm(partial);
}

function copyStatement(
  { relation, spec, query }: { relation: Relation; spec: ListSpec; query: ListQuery },
  path: string,
  format: string,
  asText: boolean,
): Statement {
  const parameters = new Parameters();
  const id = quoted(relation.id);
  const where = whereSql(relation, query.conditions, parameters);
  const columns = shownColumns(spec).map((column) => savedColumn(column, asText));
  const sorted = spec.columns[columnIndex(spec, query.sort.column)];
  const order = `${sorted === undefined ? id : plainColumn(sorted).order} ${query.sort.descending ? 'DESC' : 'ASC'}, ${id}`;
  const select = `SELECT ${columns.join(', ')} FROM ${relation.table} WHERE ${where} ORDER BY ${order}`;
  return { sql: `COPY (${select}) TO ${literal(path)} (${format})`, parameters };
}

// In CSV a list is its items with a space between, as in every CSV that cmsc writes.
function savedColumn({ name, kind }: Column, asText: boolean): string {
  const column = quoted(name);
  if (!asText || !isList(kind)) return column;
  const items = isText(kind) ? column : `${column}::VARCHAR[]`;
  return `array_to_string(${items}, ' ') AS ${column}`;
}
