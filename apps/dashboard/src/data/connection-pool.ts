import { databaseFailed } from '@cmsc/store';
import {
  DuckDBIntegerVector,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBInstance,
} from '@duckdb/node-api';
import type { Cell } from '../lists/column.js';
import type { Statement } from './statement.js';

/** Connections kept at most: a list's rows, its count and the background work at the same time. */
const CONNECTIONS = 4;

/** Runs statements on a few connections, each one on a connection of its own, and breaks off what is aborted. */
export class ConnectionPool {
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

  /** Runs a statement and answers with its rows; whole numbers of any width are JS numbers. */
  async rows(statement: Statement, signal: AbortSignal): Promise<Cell[][]> {
    return this.#use(signal, async (connection) => {
      const { values, types } = statement.parameters;
      const reader = await connection.runAndReadAll(statement.sql, values, types as never);
      return reader.getRowsJS().map((row) => row.map(plainCell));
    });
  }

  /** Runs a statement that answers with one number. */
  async number(statement: Statement, signal: AbortSignal): Promise<number> {
    const [row] = await this.rows(statement, signal);
    return Number(row?.[0] ?? 0);
  }

  /** Runs a statement whose columns are INTEGER and never empty, and hands its rows on as they come, by columns. */
  async integers(
    statement: Statement,
    signal: AbortSignal,
    take: (columns: Int32Array[]) => void,
  ): Promise<void> {
    await this.#use(signal, async (connection) => {
      const { values, types } = statement.parameters;
      const result = await connection.stream(statement.sql, values, types as never);
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        signal.throwIfAborted();
        take(integerColumns(chunk));
      }
    });
  }

  /** Adds rows to a table. */
  async append(
    table: string,
    rows: readonly (readonly Cell[])[],
    types: readonly ('VARCHAR' | 'DOUBLE' | 'BIGINT')[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#use(signal, async (connection) => {
      const appender = await connection.createAppender(table);
      for (const row of rows) {
        for (const [column, type] of types.entries()) appendCell(appender, type, row[column] ?? null);
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

function appendCell(appender: DuckDBAppender, type: 'VARCHAR' | 'DOUBLE' | 'BIGINT', cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (type === 'VARCHAR') appender.appendVarchar(String(cell));
  else if (type === 'DOUBLE') appender.appendDouble(Number(cell));
  else appender.appendBigInt(BigInt(Number(cell)));
}

function integerColumns(chunk: DuckDBDataChunk): Int32Array[] {
  return Array.from({ length: chunk.columnCount }, (_, column) => {
    const vector = chunk.getColumnVector(column);
    if (!(vector instanceof DuckDBIntegerVector)) throw new Error('a column is not INTEGER');
    const values = new Int32Array(vector.itemCount);
    for (let row = 0; row < values.length; row++) values[row] = vector.getItem(row) as number;
    return values;
  });
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.map(plainCell) as string[] | number[];
  return value as Cell;
}
