import { createReadStream } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { CmscError } from '@cmsc/core';
import {
  ByteCounter,
  openTarget,
  pour,
  publish,
  type ScratchFolder,
  type Target,
  writeFailed,
  type WrittenBytes,
} from '@cmsc/files';
import { engineMessage, loadDuckDB } from '../duckdb/engine.js';
import { isDatabase } from '../tables/file-head.js';
import { walPath } from './database-path.js';

/** An output that DuckDB writes. */
export interface DatabaseOutput {
  format: 'parquet' | 'duckdb';
  target: Target;
  force: boolean;
  /** A folder on the disk of the target: the output grows in it, under a plain name. */
  beside: ScratchFolder;
}

/**
 * Puts the complete file `file` in its place.
 *
 * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster, OUTPUT_LOCKED when it
 *   would replace a database that another process has open.
 */
export async function deliver(file: string, output: DatabaseOutput): Promise<WrittenBytes> {
  if (output.target.special) return pourInto(output.target, file);
  try {
    const written = await hashed(file);
    await replace(file, output);
    return written;
  } catch (error) {
    throw writeFailed(output.target.given, error);
  }
}

/** Renames the file, and keeps DuckDB from reading what an earlier database of that name had left in its log. */
async function replace(file: string, { format, target, force }: DatabaseOutput): Promise<void> {
  if (format === 'duckdb') await checkDatabaseTarget(target, force);
  await publish(file, target, force);
  if (format === 'duckdb' && force) await rm(walPath(target.path), { force: true });
}

/** Copies the file into a device or a pipe. */
async function pourInto(target: Target, file: string): Promise<WrittenBytes> {
  const sink = await openTarget(target);
  return pour(createReadStream(file), sink).catch((error: unknown) => {
    throw writeFailed(target.given, error);
  });
}

async function hashed(file: string): Promise<WrittenBytes> {
  const counter = new ByteCounter();
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) counter.add(piece as Buffer);
  return counter.total();
}

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
