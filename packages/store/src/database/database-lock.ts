import { access, open } from 'node:fs/promises';
import { CmscError } from '@cmsc/core';
import { engineMessage, loadDuckDB } from '../duckdb/engine.js';

/** A DuckDB database has these bytes at its ninth byte. */
const MAGIC = 'DUCK';
const MAGIC_POSITION = 8;

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
  if (!(await isDatabase(path))) return;
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

async function isDatabase(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_POSITION);
    return buffer.toString('latin1') === MAGIC;
  } finally {
    await handle.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
