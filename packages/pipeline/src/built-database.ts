import { CmscError } from '@cmsc/core';
import { isDatabase, SourceDatabase, type SourceOptions } from '@cmsc/store';
import { stat } from 'node:fs/promises';
import { SCHEMA_VERSION } from './build/schema.js';

/** What sequences are made of. A build on a cluster has no processes of sessions, and any table may have been changed since. */
const SEQUENCE_TABLES = {
  sessions: 'session_id, start_time, end_time, label',
  session_processes: 'session_id, position, gap, process_name',
};

/**
 * Opens a database that `runBuild` made, for sequences.
 *
 * @throws CmscError as `SourceDatabase.open` does, and UNKNOWN_FORMAT (data) for one that something else made or that
 * lacks what sequences are made of.
 */
export async function openBuilt(path: string, options: SourceOptions): Promise<SourceDatabase> {
  const database = await SourceDatabase.open(path, options);
  try {
    const ask = async (sql: string) => (await database.rows(sql)).rows;
    await checkSchema(path, ask);
    await checkTables(path, ask);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Checks that a database is one of `runBuild`, and of this version.
 *
 * @param path that of the database, for the error.
 * @param ask gives the rows of a query on it.
 * @throws CmscError UNKNOWN_FORMAT (data) when it is not.
 */
export async function checkSchema(path: string, ask: (sql: string) => Promise<unknown[][]>): Promise<void> {
  const rows = await ask('SELECT schema_version FROM meta').catch((cause: unknown) => {
    if (!isWithoutTable(cause)) throw cause;
    const hint = 'make one with: cmsc build DIR -o X.duckdb';
    throw new CmscError('data', 'UNKNOWN_FORMAT', 'this database is not one of cmsc build', {
      file: path,
      hint,
      cause,
    });
  });
  const version = Number(rows[0]?.[0]);
  if (version === SCHEMA_VERSION) return;
  const what = `this database has schema ${version}, and this cmsc reads schema ${SCHEMA_VERSION}`;
  throw new CmscError('data', 'UNKNOWN_FORMAT', what, { file: path, hint: 'build it again with this cmsc' });
}

async function checkTables(path: string, ask: (sql: string) => Promise<unknown[][]>): Promise<void> {
  for (const [table, columns] of Object.entries(SEQUENCE_TABLES))
    await ask(`SELECT ${columns} FROM ${table} LIMIT 0`).catch((cause: unknown) => {
      if (!isWithoutTable(cause)) throw cause;
      const what = `this database has no table ${table} with ${columns}, which sequences are made of`;
      const hint = 'build it again, without --engine: a cluster gives no processes of sessions';
      throw new CmscError('data', 'UNKNOWN_FORMAT', what, { file: path, hint, cause });
    });
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
  const { rows } = await database.rows(`SELECT value FROM options WHERE name = 'key'`);
  return JSON.parse(String(rows[0]?.[0])) as string[];
}

/** DuckDB knows no such table or column. */
function isWithoutTable(error: unknown): boolean {
  return /(Catalog|Binder) Error/.test(String(error));
}
