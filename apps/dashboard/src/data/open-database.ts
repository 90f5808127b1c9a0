import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmscError, sqlLiteral } from '@cmsc/core';
import { checkBuilt, type NeededTables } from '@cmsc/pipeline';
import { DuckDBInstance } from '@duckdb/node-api';
import { adaptWindows, isOfWindows } from './windows-tables.js';

/** Memory that DuckDB may take. With Node, Ink and DuckDB's own code the process stays below 400 MB. */
export const MEMORY_LIMIT = '64MB';

/** What screens show. Flows and dns, which not every database has, are not among it. */
const TABLES: NeededTables = {
  sessions: 'session_id start_time end_time duration logons logoffs label attack_times',
  open_sessions: 'start_time logons label attack_times',
  session_processes: 'session_id position time gap process_name',
  redteam:
    'tuple_id attack_time src_user src_machine dst_machine rows match fate exact_rows origin_rows sessions reason_codes reasons',
  red_team_matches: 'tuple_id session_id',
  anomalies: 'kind source reason time key',
  activity: 'source hour rows',
  ledger: 'source name value',
  inputs: 'format path bytes sha256 rows',
  options: 'name value',
  meta: 'cmsc_version',
};

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
 * @throws CmscError of kind io for a file that isn't there, data for one that `cmsc build` didn't make; what DuckDB
 * throws for one that it can't read
 */
export async function openDatabase(path: string, signal: AbortSignal): Promise<OpenDatabase> {
  if (!existsSync(path)) throw new CmscError('io', 'NOT_FOUND', 'there is no such file', { file: path });
  const folder = await mkdtemp(join(tmpdir(), 'cmsc-dashboard-'));
  // Also when nobody comes to close: a signal, a crash.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const close = () => {
    process.off('exit', remove);
    remove();
  };
  let instance: DuckDBInstance | null = null;
  const closeAll = () => {
    instance?.closeSync();
    close();
  };
  try {
    signal.throwIfAborted();
    instance = await createInstance(folder);
    await attachAll(instance, path, folder);
    signal.throwIfAborted();
    return { instance, folder, close: closeAll };
  } catch (error) {
    closeAll();
    throw error;
  }
}

function createInstance(folder: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    temp_directory: join(folder, 'spill'),
    threads: String(THREADS),
    autoinstall_known_extensions: 'false',
    // Joins stay as they are written: the ids behind an IN are gathered, and looked up for every session. Left to itself,
    // DuckDB gathers five million sessions to look up some hundred ids.
    disabled_optimizers: 'build_side_probe_side',
  });
}

/** More would answer no faster on what a screen asks, and each has memory of its own. */
const THREADS = 2;

async function attachAll(instance: DuckDBInstance, path: string, folder: string): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${sqlLiteral(path)} AS db (READ_ONLY)`);
    await connection.run(`ATTACH ${sqlLiteral(join(folder, 'index.duckdb'))} AS idx`);
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS();
    if (await isOfWindows(ask)) await adaptWindows(path, ask);
    await connection.run('USE db');
    await checkBuilt(path, ask, TABLES);
  } finally {
    connection.closeSync();
  }
}
