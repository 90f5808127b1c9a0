import { CmscError } from '@cmsc/core';
import { isDatabase, SourceDatabase } from '@cmsc/store';
import { stat } from 'node:fs/promises';
import { SCHEMA_VERSION } from './build/schema.js';
import type { HookOptions } from './options.js';

/** Tables with those of their columns that are read. */
export type NeededTables = Readonly<Record<string, string>>;

/** What sequences are made of. A build on a cluster has no processes of sessions, and any table may have been changed since. */
const SEQUENCE_TABLES: NeededTables = {
  sessions: 'session_id start_time end_time label',
  session_processes: 'session_id position gap process_name',
  redteam: 'attack_time',
};

/** Gives the rows of a query on a database. */
export type Ask = (sql: string) => Promise<unknown[][]>;

/** What asks a database. */
export function askOf(database: SourceDatabase): Ask {
  return async (sql) => (await database.rows(sql)).rows;
}

/**
 * Uses a database that `runBuild` made, for sequences, or for what `tables` says.
 *
 * @throws CmscError as `SourceDatabase.open` does, and UNKNOWN_FORMAT (data) for one that something else made or that
 * lacks what sequences are made of; what `use` throws.
 */
export async function withBuilt<T>(
  path: string,
  { signal, threads }: Pick<HookOptions, 'signal' | 'threads'>,
  use: (database: SourceDatabase) => Promise<T>,
  tables: NeededTables = SEQUENCE_TABLES,
): Promise<T> {
  const database = await SourceDatabase.open(path, { signal, threads });
  try {
    await checkBuilt(path, askOf(database), tables);
    return await use(database);
  } finally {
    await database.close();
  }
}

/**
 * Checks that a database is one of `runBuild`, of this version, and has all that is to be read of it.
 *
 * @param path that of the database, for the error.
 * @param ask gives the rows of a query on it.
 * @param tables what is read besides the columns of the sessions' key.
 * @throws CmscError UNKNOWN_FORMAT (data) when it is not, with the first table or column that is missing.
 */
export async function checkBuilt(path: string, ask: Ask, tables: NeededTables): Promise<void> {
  await checkSchema(path, ask);
  const columns = await columnsOf(ask);
  checkTables(path, columns, { options: 'name value', ...tables });
  const key = keyIn((await ask(KEY_SQL))[0]?.[0]);
  if (!key) throw lacking(path, 'options has no key of the sessions');
  const keyed = ['sessions', 'open_sessions'].filter((table) => table in tables);
  checkTables(path, columns, Object.fromEntries(keyed.map((table) => [table, key.join(' ')])));
}

async function checkSchema(path: string, ask: Ask): Promise<void> {
  const rows = await ask('SELECT schema_version FROM meta').catch(async (cause: unknown) => {
    if (!isWithoutTable(cause)) throw cause;
    throw notBuilt(path, [...(await columnsOf(ask)).keys()], cause);
  });
  const version = Number(rows[0]?.[0]);
  if (version === SCHEMA_VERSION) return;
  const what = `this database has schema ${version}, and this cmsc reads schema ${SCHEMA_VERSION}`;
  throw new CmscError('data', 'UNKNOWN_FORMAT', what, { file: path, hint: 'build it again with this cmsc' });
}

/** What other commands write into a database, and what lacks there. */
const OUTPUTS: Readonly<Record<string, string>> = {
  sessions: 'cmsc sessions wrote it, and it lacks the processes of the sessions',
  sessions_by_key: 'cmsc sessions --grouped wrote it, and it lacks a row a session, and the processes',
  process_runs: 'cmsc processes wrote it, and it lacks the sessions',
  auth: 'cmsc label wrote it, and it lacks the sessions, and the processes',
  scores: 'cmsc score wrote it, and it lacks the sessions, and the processes',
};

function notBuilt(path: string, tables: readonly string[], cause: unknown): CmscError {
  const [table = '', ...others] = tables;
  const output = others.length === 0 ? OUTPUTS[table] : undefined;
  const what = `this database is not one of cmsc build${output === undefined ? '' : `: ${output}`}`;
  const from = output === undefined ? 'DIR' : 'AUTH PROC REDTEAM';
  const hint = `make one with: cmsc build ${from} -o X.duckdb`;
  return new CmscError('data', 'UNKNOWN_FORMAT', what, { file: path, hint, cause });
}

/** The columns of each table. */
async function columnsOf(ask: Ask): Promise<Map<string, Set<string>>> {
  const rows = await ask(
    'SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal',
  );
  const columns = new Map<string, Set<string>>();
  for (const [table, column] of rows as [string, string][])
    columns.set(table, (columns.get(table) ?? new Set()).add(column));
  return columns;
}

function checkTables(path: string, columns: ReadonlyMap<string, Set<string>>, tables: NeededTables): void {
  for (const [table, needed] of Object.entries(tables)) {
    const there = columns.get(table);
    if (!there) throw lacking(path, `it has no table ${table}`);
    const column = needed.split(' ').find((name) => !there.has(name));
    if (column !== undefined) throw lacking(path, `its table ${table} has no column ${column}`);
  }
}

/** The error for a database in which something is not as it was made. */
export function lacking(path: string, what: string, cause?: unknown): CmscError {
  const hint =
    'build it again, without --engine: a cluster gives no processes of sessions, no activity and no anomalies';
  return new CmscError('data', 'UNKNOWN_FORMAT', `this database is not as cmsc build made it: ${what}`, {
    ...{ file: path, hint, cause },
  });
}

/** Whether a database was built of Windows events, whose sessions have other columns. */
export async function isOfWindows(ask: Ask): Promise<boolean> {
  const [[source] = []] = await ask(`SELECT value FROM options WHERE name = 'source'`);
  return source === '"windows"';
}

/** A database by its name, as it may not be there, or by what stands in its first bytes. */
export async function namesDatabase(path: string): Promise<boolean> {
  if (/\.(duckdb|db)$/i.test(path)) return true;
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile && isDatabase(path);
}

/** The columns of the key that the sessions of a database have. */
export async function keyOf(database: SourceDatabase): Promise<string[]> {
  return keyIn((await database.rows(KEY_SQL)).rows[0]?.[0]) ?? [];
}

const KEY_SQL = `SELECT value FROM options WHERE name = 'key'`;

/** The columns of a key as `options` has them; undefined for what is no list of names. */
function keyIn(value: unknown): string[] | undefined {
  try {
    const key: unknown = JSON.parse(String(value));
    return Array.isArray(key) && key.every((name) => typeof name === 'string') ? key : undefined;
  } catch {
    return undefined;
  }
}

/** DuckDB knows no such table or column. */
function isWithoutTable(error: unknown): boolean {
  return /(Catalog|Binder) Error/.test(String(error));
}
