import { CmscError } from '@cmsc/core';
import { SourceDatabase, type SourceOptions } from '@cmsc/store';
import { SCHEMA_VERSION } from './build/schema.js';

/**
 * Opens a database that `runBuild` made.
 *
 * @throws CmscError as `SourceDatabase.open` does, and UNKNOWN_FORMAT (data) for one that something else made.
 */
export async function openBuilt(path: string, options: SourceOptions): Promise<SourceDatabase> {
  const database = await SourceDatabase.open(path, options);
  try {
    await checkSchema(path, async (sql) => (await database.rows(sql)).rows);
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

/** The columns of the key that the sessions of a database have. */
export async function keyOf(database: SourceDatabase): Promise<string[]> {
  const { rows } = await database.rows(`SELECT value FROM options WHERE name = 'key'`);
  return JSON.parse(String(rows[0]?.[0])) as string[];
}

/** DuckDB knows no such table or column. */
function isWithoutTable(error: unknown): boolean {
  return /(Catalog|Binder) Error/.test(String(error));
}
