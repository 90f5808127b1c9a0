import { databaseFailed } from '@cmsc/store';
import { type DuckDBConnection, type DuckDBInstance } from '@duckdb/node-api';
import type { Cell } from '../lists/column.js';
import { Parameters, type Statement, type TableMaker } from '../lists/statement.js';

/** Connections kept at most: a list's rows, its count and the background work at the same time. */
const CONNECTIONS = 4;

const NO_PARAMETERS = new Parameters();

/** Runs statements on a few connections, each one on a connection of its own, and breaks off what is aborted. */
export class ConnectionPool implements TableMaker {
  readonly #instance: DuckDBInstance;
  readonly #path: string;
  readonly #idle: DuckDBConnection[] = [];
  readonly #busy = new Set<DuckDBConnection>();
  readonly #waiting: (() => void)[] = [];
  #open = 0;
  #connecting = 0;
  #closed = false;

  /** `path` is what errors name the database by. */
  constructor(instance: DuckDBInstance, path: string) {
    this.#instance = instance;
    this.#path = path;
  }

  async rows(statement: Statement, signal: AbortSignal): Promise<Cell[][]> {
    return this.#use(signal, async (connection) => {
      const { values, types } = statement.parameters ?? NO_PARAMETERS;
      const reader = await connection.runAndReadAll(statement.sql, values, types as never);
      return reader.getRowsJS().map((row) => row.map(plainCell));
    });
  }

  /** Runs a statement that answers with one number. */
  async number(statement: Statement, signal: AbortSignal): Promise<number> {
    const [row] = await this.rows(statement, signal);
    return Number(row?.[0] ?? 0);
  }

  async drop(table: string): Promise<void> {
    await this.rows({ sql: `DROP TABLE IF EXISTS ${table}` }, new AbortController().signal);
  }

  async append(
    table: string,
    rows: readonly (readonly (string | bigint | null)[])[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#use(signal, async (connection) => {
      const appender = await connection.createAppender(table);
      for (const row of rows) {
        for (const cell of row) {
          if (cell === null) appender.appendNull();
          else if (typeof cell === 'bigint') appender.appendBigInt(cell);
          else appender.appendVarchar(cell);
        }
        appender.endRow();
      }
      appender.closeSync();
    });
  }

  /** Breaks off what is running, waits for it to end, and closes the connections. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    while (this.#busy.size > 0 || this.#connecting > 0) {
      for (const connection of this.#busy) connection.interrupt();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const connection of this.#idle.splice(0)) connection.closeSync();
  }

  async #use<T>(signal: AbortSignal, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#take(signal);
    const interrupt = () => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      // Whoever gave up while it connected was not heard by the listener.
      signal.throwIfAborted();
      if (this.#closed) throw new Error('the database is closed');
      return await work(connection);
    } catch (error) {
      throw signal.aborted ? error : this.#ofDatabase(error);
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.#busy.delete(connection);
      this.#idle.push(connection);
      this.#waiting.shift()?.();
    }
  }

  async #take(signal: AbortSignal): Promise<DuckDBConnection> {
    const mustWait = () => this.#idle.length === 0 && this.#open >= CONNECTIONS && !this.#closed;
    while (mustWait() && !signal.aborted) await this.#turn(signal);
    if (this.#closed) throw new Error('the database is closed');
    if (signal.aborted) {
      // It may be that it was woken, too: that was for somebody else then.
      this.#waiting.shift()?.();
      signal.throwIfAborted();
    }
    const connection = this.#idle.pop();
    if (connection === undefined) return this.#connect();
    this.#busy.add(connection);
    return connection;
  }

  // A statement may fail for other reasons, which who wrote it knows better.
  #ofDatabase(error: unknown): unknown {
    const failure = databaseFailed(this.#path, error);
    return failure.code === 'BAD_DATABASE' ? failure : error;
  }

  // Until a connection may be free, or nobody wants one any more.
  async #turn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        // Its turn is somebody else's now.
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        resolve();
      };
      this.#waiting.push(wake);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  async #connect(): Promise<DuckDBConnection> {
    this.#open++;
    this.#connecting++;
    try {
      const connection = await this.#instance.connect();
      this.#busy.add(connection);
      return connection;
    } catch (error) {
      // It is none of those that are open, and somebody may wait for its place.
      this.#open--;
      this.#waiting.shift()?.();
      throw this.#ofDatabase(error);
    } finally {
      this.#connecting--;
    }
  }
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.map(plainCell) as string[] | number[];
  return value as Cell;
}
