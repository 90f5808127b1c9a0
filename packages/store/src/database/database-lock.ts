import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { CmscError } from '@cmsc/core';
import type { Target } from '@cmsc/files';
import { engineMessage, loadDuckDB } from '../duckdb/engine.js';
import { walPath } from './companions.js';
import { isDatabase } from './is-database.js';

/**
 * Makes sure that a database may get the name of `target`, and takes nothing along that is another's.
 *
 * @throws CmscError OUTPUT_LOCKED when another process has the database open that is to be replaced; OUTPUT_EXISTS where
 *   nothing is to be replaced and the log of a database that is gone is there: it may hold the last of its rows.
 */
export async function checkDatabaseTarget({ path, given }: Target, force: boolean): Promise<void> {
  if (force) return checkUnlocked(path, given);
  const log = walPath(path);
  if ((await isThere(path)) || !(await isThere(log))) return;
  throw new CmscError('io', 'OUTPUT_EXISTS', 'the log of an earlier database of this name is still there', {
    file: given,
    hint: `move ${basename(log)} away, or replace both with --force`,
  });
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
