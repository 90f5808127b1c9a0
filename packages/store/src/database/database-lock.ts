import { access } from 'node:fs/promises';
import { CmscError } from '@cmsc/core';
import { engineMessage, loadDuckDB } from '../duckdb/engine.js';
import { isDatabase } from './is-database.js';

/**
 * The write-ahead log of the database `path`: it holds what has been changed since the last checkpoint.
 * DuckDB takes what follows a `?` for parameters.
 */
export function walPath(path: string): string {
  return path.replace(/\?|$/, '.wal$&');
}

/**
 * Makes sure that no other process has the database `path` open, as far as there is one. Changes nothing in it.
 *
 * @throws CmscError OUTPUT_LOCKED when one has.
 */
export async function checkUnlocked(path: string, given: string): Promise<void> {
  if (!(await isDatabase(path).catch(() => false))) return;
  const { DuckDBInstance } = await loadDuckDB();
  // Opened for writing a database shows its readers, too. But with a log it would be brought up to date at once.
  const mode = (await isThere(walPath(path))) ? 'READ_ONLY' : 'READ_WRITE';
  try {
    (await DuckDBInstance.create(path, { access_mode: mode })).closeSync();
  } catch (cause) {
    const message = engineMessage(cause);
    // What else may be wrong with it (it is damaged, it is from another version) is no reason not to replace it.
    if (!/Could not set lock/.test(message)) return;
    const process = /PID \d+/.exec(message)?.[0] ?? 'another process';
    throw new CmscError('io', 'OUTPUT_LOCKED', `is a database that is open elsewhere (${process})`, {
      file: given,
      hint: 'close it there first',
      cause,
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
