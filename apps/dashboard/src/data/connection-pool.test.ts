import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { ConnectionPool } from './connection-pool.js';

const STATEMENT = { sql: 'SELECT 1' };
const never = () => new AbortController().signal;

/** A database whose connections come, and whose statements end, when the test says so. */
class FakeInstance {
  ran = 0;
  closed = 0;
  interrupts = 0;
  readonly connects: { come: () => void; fail: (error: Error) => void }[] = [];
  readonly running: (() => void)[] = [];

  get pool(): ConnectionPool {
    return new ConnectionPool(this as unknown as DuckDBInstance, 'x.duckdb');
  }

  connect(): Promise<DuckDBConnection> {
    const connection = {
      runAndReadAll: () => {
        this.ran++;
        return new Promise((resolve) => this.running.push(() => resolve({ getRowsJS: () => [[1]] })));
      },
      interrupt: () => {
        this.interrupts++;
        for (const end of this.running.splice(0)) end();
      },
      closeSync: () => this.closed++,
    } as unknown as DuckDBConnection;
    return new Promise((resolve, reject) =>
      this.connects.push({ come: () => resolve(connection), fail: reject }),
    );
  }
}

/** What has been started goes on as far as it can. */
const turns = () => new Promise((resolve) => setTimeout(resolve));

describe('ConnectionPool', () => {
  it('hears an abort that comes while it connects', async () => {
    const database = new FakeInstance();
    const { pool } = database;
    const controller = new AbortController();
    const rows = pool.rows(STATEMENT, controller.signal);
    const failed = expect(rows).rejects.toThrow();
    await turns();
    controller.abort();
    database.connects[0]?.come();
    await failed;
    expect(database.ran).toBe(0);
    await pool.close();
    expect(database.closed).toBe(1);
  });

  it('counts no connection that could not be made', async () => {
    const database = new FakeInstance();
    const { pool } = database;
    for (let tries = 0; tries < 10; tries++) {
      const rows = pool.rows(STATEMENT, never());
      const failed = expect(rows).rejects.toThrow('no more threads');
      await turns();
      database.connects.at(-1)?.fail(new Error('no more threads'));
      await failed;
    }
    expect(database.connects.length).toBe(10);
    await pool.close();
  });

  it('lets those go who wait for a connection and give up, and wakes the next one', async () => {
    const database = new FakeInstance();
    const { pool } = database;
    const busy = Array.from({ length: 4 }, () => pool.rows(STATEMENT, never()));
    await turns();
    for (const { come } of database.connects) come();
    await turns();
    const controller = new AbortController();
    const gone = expect(pool.rows(STATEMENT, controller.signal)).rejects.toThrow();
    const next = pool.rows(STATEMENT, never());
    controller.abort();
    await gone;
    database.running.shift()?.();
    await turns();
    expect(database.ran).toBe(5);
    for (const end of database.running.splice(0)) end();
    expect(await Promise.all([...busy, next])).toEqual(Array.from({ length: 5 }, () => [[1]]));
    expect(database.connects.length).toBe(4);
    await pool.close();
    expect(database.closed).toBe(4);
  });

  it('closes a connection that comes after it was closed', async () => {
    const database = new FakeInstance();
    const { pool } = database;
    const rows = pool.rows(STATEMENT, never());
    const failed = expect(rows).rejects.toThrow('closed');
    await turns();
    const closed = pool.close();
    await turns();
    database.connects[0]?.come();
    await Promise.all([failed, closed]);
    expect({ ran: database.ran, closed: database.closed }).toEqual({ ran: 0, closed: 1 });
  });

  it('says that a database is damaged, and leaves other failures to who asked', async () => {
    const failing = (message: string) => {
      const connection = {
        runAndReadAll: () => Promise.reject(new Error(message)),
        closeSync: () => undefined,
      };
      const instance = { connect: () => Promise.resolve(connection) } as unknown as DuckDBInstance;
      return new ConnectionPool(instance, 'x.duckdb').rows(STATEMENT, never());
    };
    await expect(failing('IO Error: Corrupt database file: computed checksum 1')).rejects.toMatchObject({
      code: 'BAD_DATABASE',
      context: { file: 'x.duckdb' },
    });
    await expect(failing('IO Error: No space left on device')).rejects.toThrow('No space left on device');
  });
});
