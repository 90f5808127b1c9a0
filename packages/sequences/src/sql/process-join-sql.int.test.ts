import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinCase, untangledJoinCase } from '../testing/arbitraries.js';
import { fillTable, queryRows, withDuckDB } from '../testing/duckdb.js';
import { joinPlainly, type PlainSession, type PlainStart } from '../testing/plain-join.js';
import { processJoinSql } from './process-join-sql.js';

interface Case {
  sessions: readonly PlainSession[];
  starts: readonly PlainStart[];
}

const sql = processJoinSql();

async function fill(connection: DuckDBConnection, { sessions, starts }: Case): Promise<void> {
  const closed = sessions.filter(({ end }) => end !== undefined);
  const open = sessions.filter(({ end }) => end === undefined);
  await fillTable(
    connection,
    'sessions',
    'session_id BIGINT, dst_user VARCHAR, dst_machine VARCHAR, start_time INTEGER, end_time INTEGER',
    closed.map(({ session, user, machine, start, end }) => [session, user, machine, start, end!]),
  );
  await fillTable(
    connection,
    'open_sessions',
    'dst_user VARCHAR, dst_machine VARCHAR, start_time INTEGER',
    open.map(({ user, machine, start }) => [user, machine, start]),
  );
  await fillTable(
    connection,
    'process_starts',
    'time INTEGER, user_domain VARCHAR, computer VARCHAR, process_name VARCHAR',
    starts.map(({ time, user, computer, process }) => [time, user, computer, process]),
  );
  const columns = 'session_id BIGINT, position INTEGER, time INTEGER, gap INTEGER, process_name VARCHAR';
  await fillTable(connection, 'session_processes', columns, []);
}

async function join(connection: DuckDBConnection, statements: readonly string[]): Promise<unknown> {
  for (const statement of [...statements, sql.insert]) await connection.run(statement);
  const placed = await queryRows(
    connection,
    'SELECT session_id AS session, position, time, gap, process_name AS process FROM session_processes ORDER BY 1, 2',
  );
  const [ledger] = await queryRows(connection, sql.ledger);
  return { placed, ledger };
}

it('joins as the plain rule does, however sessions overlap', async () => {
  await withDuckDB(async (connection) => {
    await fc.assert(
      fc.asyncProperty(joinCase, async (example) => {
        await fill(connection, example);
        expect(await join(connection, sql.general)).toEqual(joinPlainly(example.sessions, example.starts));
      }),
      { seed: 1, numRuns: 40 },
    );
  });
});

it('joins untangled sessions without sorting them first', async () => {
  await withDuckDB(async (connection) => {
    await fc.assert(
      fc.asyncProperty(untangledJoinCase, async (example) => {
        await fill(connection, example);
        expect(await queryRows(connection, sql.check)).toEqual([{ unsorted: 0, tangled: 0 }]);
        expect(await join(connection, sql.simple)).toEqual(joinPlainly(example.sessions, example.starts));
      }),
      { seed: 1, numRuns: 40 },
    );
  });
});

it('finds tangled and unsorted sessions', async () => {
  const session = (number: number, start: number, end: number, user = 'U1'): PlainSession => ({
    session: number,
    user,
    machine: 'C1',
    start,
    end,
  });
  const checked = async (sessions: PlainSession[]): Promise<unknown> =>
    withDuckDB(async (connection) => {
      await fill(connection, { sessions, starts: [] });
      return (await queryRows(connection, sql.check))[0];
    });
  expect(await checked([session(1, 10, 20), session(2, 20, 20), session(3, 20, 30)])).toEqual({
    unsorted: 0,
    tangled: 0,
  });
  expect(await checked([session(1, 10, 20), session(2, 12, 19)])).toEqual({ unsorted: 0, tangled: 1 });
  expect(await checked([session(1, 10, 20), session(2, 9, 25)])).toEqual({ unsorted: 1, tangled: 0 });
  expect(await checked([session(1, 10, 20, 'U2'), session(2, 12, 25, 'U1')])).toEqual({
    unsorted: 1,
    tangled: 0,
  });
});

it('takes tables and columns by other names, also the starts of process runs', async () => {
  const other = processJoinSql({
    sessions: 'my "sessions"',
    openSessions: 'open',
    starts: 'runs',
    startTime: 'start_time',
    sessionPair: ['user id', 'machine id'],
    startPair: ['user', 'machine'],
  });
  await withDuckDB(async (connection) => {
    await fillTable(
      connection,
      '"my ""sessions"""',
      'session_id BIGINT, "user id" INTEGER, "machine id" INTEGER, start_time INTEGER, end_time INTEGER',
      [[7, 1, 2, 10, 20]],
    );
    await fillTable(connection, 'open', '"user id" INTEGER, "machine id" INTEGER, start_time INTEGER', [
      [1, 2, 30],
    ]);
    await fillTable(
      connection,
      'runs',
      '"user" INTEGER, machine INTEGER, start_time INTEGER, process_name VARCHAR',
      [
        [1, 2, 10, 'P1'],
        [1, 2, 20, 'P2'],
        [1, 2, 21, 'P3'],
        [1, 2, 30, 'P4'],
        [2, 1, 15, 'P5'],
      ],
    );
    await fillTable(
      connection,
      'session_processes',
      'session_id BIGINT, position INTEGER, time INTEGER, gap INTEGER, process_name VARCHAR',
      [],
    );
    for (const statement of [...other.simple, other.insert]) await connection.run(statement);
    expect(await queryRows(connection, 'FROM session_processes')).toEqual([
      { session_id: 7, position: 1, time: 10, gap: 0, process_name: 'P1' },
      { session_id: 7, position: 2, time: 20, gap: 10, process_name: 'P2' },
    ]);
    expect(await queryRows(connection, other.ledger)).toEqual([
      { starts: 5, inSession: 2, ambiguous: 0, inOpenSession: 1, outsideSessions: 1, withoutSession: 1 },
    ]);
  });
});
