import { CmscError, interrupted, throwIfInterrupted } from '@cmsc/core';
import { removeLeftovers, systemCode, writeFailed } from '@cmsc/files';
import type * as NodeApi from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type * as NodeBindings from '@duckdb/node-bindings';
import { createRequire } from 'node:module';

/** DuckDB itself: 70 MB of machine code, so it is loaded when an output needs it and not before. */
export type DuckDB = typeof NodeApi;

/** What lies below its API: whole columns can be handed over by it, where the API takes value after value. */
export type DuckDBBindings = Omit<typeof NodeBindings, 'default'>;

/** Both are CommonJS modules. When they are imported Node reads their text for what they export, which takes 0.1 s. */
const require = createRequire(import.meta.url);

/**
 * Loads DuckDB.
 *
 * @throws CmscError ENGINE_FAILED where there is no DuckDB for this machine.
 */
export async function loadDuckDB(): Promise<DuckDB> {
  try {
    return require('@duckdb/node-api') as DuckDB;
  } catch (cause) {
    throw new CmscError('io', 'ENGINE_FAILED', "DuckDB can't be loaded on this machine", {
      hint: 'write CSV or JSONL instead',
      cause,
    });
  }
}

function loadBindings(): DuckDBBindings {
  return require('@duckdb/node-bindings') as DuckDBBindings;
}

/** What a DuckDB may use. */
export interface EngineOptions {
  memoryBytes: number;
  /** Where it puts what does not fit into memory. */
  folder: string;
  threads: number | undefined;
  signal: AbortSignal | undefined;
}

/** A database in memory, and connections to it. */
export class Engine {
  readonly duckdb: DuckDB;
  readonly bindings: DuckDBBindings;
  readonly connection: DuckDBConnection;
  readonly #others: DuckDBConnection[] = [];
  readonly #instance: DuckDBInstance;
  readonly #signal: AbortSignal | undefined;
  readonly #interrupt = (): void => {
    for (const connection of [this.connection, ...this.#others]) connection.interrupt();
  };

  private constructor(
    duckdb: DuckDB,
    bindings: DuckDBBindings,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    signal: AbortSignal | undefined,
  ) {
    this.duckdb = duckdb;
    this.bindings = bindings;
    this.connection = connection;
    this.#instance = instance;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#interrupt);
  }

  /**
   * Opens an empty database in memory that spills to a folder.
   *
   * @throws CmscError ENGINE_FAILED where there is no DuckDB for this machine.
   */
  static async open({ memoryBytes, folder, threads, signal }: EngineOptions): Promise<Engine> {
    const duckdb = await loadDuckDB();
    const instance = await duckdb.DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.ceil(memoryBytes / 1024)}KiB`,
      temp_directory: folder,
      // Rows come out as they went in, whatever the number of threads.
      preserve_insertion_order: 'true',
      // Nothing that we write needs the network, so nothing must ever reach for it.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(threads !== undefined && { threads: String(threads) }),
    });
    try {
      const connection = await instance.connect();
      // These draw a sample of the strings at random, and lay out a database in another way each time.
      await connection.run("SET disabled_compression_methods = 'fsst,dict_fsst'");
      const bindings = loadBindings();
      // Whoever gave up meanwhile was not heard yet.
      throwIfInterrupted(signal);
      return new Engine(duckdb, bindings, instance, connection, signal);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  /** Another connection, for statements that run at the same time. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    this.#others.push(connection);
    return connection;
  }

  /** Runs one statement. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** Lets go of it all. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#interrupt);
    for (const connection of [this.connection, ...this.#others]) connection.closeSync();
    this.#instance.closeSync();
  }
}

/** The first line of what DuckDB says went wrong: the others are its stack. */
export function engineMessage(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}

const DISK_ERRORS: readonly [RegExp, string][] = [
  [/No space left on device|max_temp_directory_size/i, 'ENOSPC'],
  [/File too large/i, 'EFBIG'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/Permission denied/i, 'EACCES'],
  [/Read-only file system/i, 'EROFS'],
  [/Is a directory/i, 'EISDIR'],
  [/No such file or directory|Cannot open file/i, 'ENOENT'],
];

/** The error to show for one of DuckDB, which came up while `path` was written. */
export function engineFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  if (systemCode(error) !== undefined) return writeFailed(path, error);
  const message = engineMessage(error);
  // Only who gave the signal interrupts a statement.
  if (/^INTERRUPT Error/.test(message)) return interrupted(error);
  // DuckDB tells causes apart by their text only.
  const code = DISK_ERRORS.find(([pattern]) => pattern.test(String(error)))?.[1];
  if (code) return writeFailed(path, Object.assign(new Error(message, { cause: error }), { code }));
  if (/^Out of Memory/i.test(message)) {
    return new CmscError('limit', 'ENGINE_FAILED', 'DuckDB ran out of the memory it may use', {
      file: path,
      hint: 'allow it more, or write CSV or JSONL',
      cause: error,
    });
  }
  return new CmscError('io', 'ENGINE_FAILED', `DuckDB failed: ${message}`, { file: path, cause: error });
}

/** Exit statuses by which a shell tells of a process that a signal has ended, and the signals. */
const SIGNALS: Readonly<Record<number, NodeJS.Signals>> = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };

let statements = 0;

/**
 * Runs a statement during which DuckDB asks this thread for rows. Should the process exit meanwhile, nobody would answer
 * any more, and Node would wait for the statement forever: so the process ends by a signal then, with what is unfinished
 * removed.
 */
export async function answering<T>(statement: () => Promise<T>): Promise<T> {
  if (statements++ === 0) process.on('exit', endAtOnce);
  try {
    return await statement();
  } finally {
    if (--statements === 0) process.off('exit', endAtOnce);
  }
}

function endAtOnce(status: number): void {
  removeLeftovers();
  const signal = SIGNALS[status] ?? 'SIGKILL';
  if (signal !== 'SIGKILL') process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
