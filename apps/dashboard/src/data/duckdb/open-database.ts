import { existsSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmscError } from '@cmsc/core';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { literal } from './statement.js';

/** Memory that DuckDB may take. With Node, Ink and DuckDB's own code the process stays below 400 MB. */
const MEMORY_LIMIT = '64MB';

/** The schema that this dashboard reads (the `meta` table says which one a database has). */
const SCHEMA_VERSION = 1;

/** A database that is open for reading, with a folder for what is worked out from it. */
export interface OpenDatabase {
  instance: DuckDBInstance;
  /** For what is worked out; it is removed at the end. */
  folder: string;
  /** Closes the instance and removes the folder. Its connections have been closed before. */
  close(): void;
}

/**
 * Opens a database of `cmsc build` as `db`, read only, and an empty one in a temporary folder as `idx`.
 * @throws CmscError of kind io for a file that isn't there or can't be read, data for one that `cmsc build` didn't make
 */
export async function openDatabase(path: string): Promise<OpenDatabase> {
  if (!existsSync(path)) throw new CmscError('io', 'NOT_FOUND', 'there is no such file', { file: path });
  const folder = await mkdtemp(join(tmpdir(), 'cmsc-dashboard-'));
  // Also when nobody comes to close: a signal, a crash.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const close = () => {
    process.off('exit', remove);
    remove();
  };
  try {
    const instance = await createInstance(folder);
    const connection = await instance.connect();
    await attach(connection, path, folder);
    connection.closeSync();
    return {
      instance,
      folder,
      close: () => {
        instance.closeSync();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function createInstance(folder: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    temp_directory: join(folder, 'spill'),
    threads: String(THREADS),
    autoinstall_known_extensions: 'false',
  });
}

/** More would answer no faster on what a screen asks, and each has memory of its own. */
const THREADS = 2;

async function attach(connection: DuckDBConnection, path: string, folder: string): Promise<void> {
  try {
    await connection.run(`ATTACH ${literal(path)} AS db (READ_ONLY)`);
  } catch (error) {
    throw unreadable(path, error);
  }
  await connection.run(`ATTACH ${literal(join(folder, 'index.duckdb'))} AS idx`);
  await checkSchema(connection, path);
}

async function checkSchema(connection: DuckDBConnection, path: string): Promise<void> {
  let version: number;
  try {
    const reader = await connection.runAndReadAll('SELECT schema_version FROM db.meta');
    version = Number(reader.getRowsJS()[0]?.[0]);
  } catch (cause) {
    const hint = 'make one with: cmsc build DIR -o X.duckdb';
    throw new CmscError('data', 'UNKNOWN_FORMAT', 'this database is not one of cmsc build', {
      file: path,
      hint,
      cause,
    });
  }
  if (version === SCHEMA_VERSION) return;
  const what = `this database has schema ${version}, and this dashboard reads schema ${SCHEMA_VERSION}`;
  throw new CmscError('data', 'UNKNOWN_FORMAT', what, { file: path, hint: 'build it again with this cmsc' });
}

function unreadable(path: string, cause: unknown): CmscError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/lock/i.test(reason)) {
    const hint = 'wait until the program that writes it has ended';
    return new CmscError('io', 'READ_FAILED', 'another program holds this database', {
      file: path,
      hint,
      cause,
    });
  }
  if (/not a valid DuckDB database/i.test(reason) && statSync(path).isFile()) {
    return new CmscError('data', 'UNKNOWN_FORMAT', 'this is not a DuckDB database', { file: path, cause });
  }
  return new CmscError('io', 'READ_FAILED', 'this database could not be opened', {
    file: path,
    text: reason,
    cause,
  });
}
