import { sqlIdentifier } from '@cmsc/core';
import type { AccountDetail, Defaults, SessionDetail, SessionSteps, Step } from './dashboard-data.js';
import { HOUR } from '../lists/clock.js';
import { fineStep } from '../lists/time-bins.js';
import type { Scope } from '../lists/list-ref.js';
import type { Facts } from '../lists/facts.js';
import type { ConnectionPool } from './connection-pool.js';
import { tuplesSql } from '../lists/red-team-lists.js';
import { whereSql, type Relation } from '../lists/relation.js';
import { statement, type Statement } from '../lists/statement.js';

/** One session in full, or null. */
export async function readSession(
  id: number,
  facts: Facts,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<SessionDetail | null> {
  const [row] = await pool.rows(sessionStatement(id, facts), signal);
  if (row === undefined) return null;
  const [key, startTime, endTime, logons, logoffs, origins] = row as [
    string[],
    number,
    number,
    number,
    number,
    string[],
  ];
  const [attacks, steps] = await Promise.all([
    pool.rows(attacksStatement(id), signal),
    pool.rows(timeLineStatement(id, startTime, endTime), signal),
  ]);
  const timeLine = steps.map(stepOf);
  return {
    id,
    key,
    startTime,
    endTime,
    logons,
    logoffs,
    origins,
    attacks: attacks.map(([time, srcMachine]) => ({ time: Number(time), srcMachine: String(srcMachine) })),
    processes: timeLine.reduce((sum, { count }) => sum + count, 0),
    timeLine,
  };
}

/** A user or a computer at a glance; `sessions` are those of it. */
export async function readAccount(
  scope: Extract<Scope, { name: string }>,
  { sessions, labelled }: { sessions: Relation; labelled: boolean },
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<AccountDetail> {
  const [rows, tuples] = await Promise.all([
    pool.rows(hoursStatement(sessions), signal),
    pool.number(
      statement((parameters) => `SELECT count(*) FROM db.redteam WHERE ${tuplesSql(scope, parameters)}`),
      signal,
    ),
  ]);
  const byHour = rows as number[][];
  const hours = new Array<number>(24).fill(0);
  const attackedHours = new Array<number>(24).fill(0);
  for (const [hour = 0, count = 0, attacked = 0] of byHour)
    [hours[hour], attackedHours[hour]] = [count, attacked];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const times = (column: number) => byHour.map((row) => row[column] ?? 0);
  return {
    name: scope.name,
    near: [],
    sessions: sum(hours),
    attacked: labelled ? sum(attackedHours) : null,
    firstTime: byHour.length === 0 ? null : Math.min(...times(3)),
    lastTime: byHour.length === 0 ? null : Math.max(...times(4)),
    tuples,
    hours,
    attackedHours,
  };
}

/** Sessions in each step of so many seconds; their ends where no rows are counted by the hour. */
export async function readSessionSteps(
  seconds: number,
  rowsByHour: boolean,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<SessionSteps> {
  const count = async (column: string) => {
    const sql = `SELECT ${column} // ${seconds} AS step, count(*) FROM db.sessions GROUP BY step ORDER BY step`;
    return (await pool.rows({ sql }, signal)).map(stepOf);
  };
  return {
    began: await count('start_time'),
    ended: seconds < HOUR || !rowsByHour ? await count('end_time') : [],
  };
}

/** The first attacked session and its user and computer; without a red team simply the first session. */
export async function readDefaults(
  facts: Facts,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<Defaults> {
  const names = [facts.userColumn, facts.computerColumn].map((column) =>
    column === null ? 'NULL' : sqlIdentifier(column),
  );
  const where = facts.attackedSessions > 0 ? 'label > 0' : 'true';
  const sql = `SELECT session_id, ${names.join(', ')} FROM db.sessions WHERE ${where} ORDER BY session_id LIMIT 1`;
  const [row] = await pool.rows({ sql }, signal);
  const [session = null, user = null, computer = null] = (row ?? []) as (number | string | null)[];
  return {
    session: session as number | null,
    user: user as string | null,
    computer: computer as string | null,
  };
}

function sessionStatement(id: number, facts: Facts): Statement {
  const key = facts.keyColumns.map((column) => `coalesce(${sqlIdentifier(column)}::VARCHAR, '')`).join(', ');
  const origins = facts.originColumn === 'origins' ? 'origins' : '[]::VARCHAR[]';
  return statement(
    (parameters) => `SELECT [${key}], start_time, end_time, logons, logoffs, ${origins}
      FROM db.sessions WHERE session_id = ${parameters.add(id)}`,
  );
}

function attacksStatement(id: number): Statement {
  return statement(
    (parameters) => `SELECT attack_time, src_machine FROM db.redteam
      WHERE ${tuplesSql({ by: 'session', id }, parameters)} ORDER BY attack_time, tuple_id`,
  );
}

function timeLineStatement(id: number, startTime: number, endTime: number): Statement {
  return statement(
    (parameters) => `SELECT time // ${fineStep(startTime, endTime)} AS step, count(*)
      FROM db.session_processes WHERE session_id = ${parameters.add(id)} GROUP BY step ORDER BY step`,
  );
}

// By the hour of the day they began in: hour, sessions, attacked ones, first start, last end.
function hoursStatement(sessions: Relation): Statement {
  return statement(
    (parameters) => `SELECT start_time // ${HOUR} % 24 AS hour, count(*), coalesce(sum(label), 0)::BIGINT,
        min(start_time), max(end_time)
      FROM ${sessions.table} WHERE ${whereSql(sessions, [], parameters)} GROUP BY hour`,
  );
}

function stepOf([step, count]: readonly unknown[]): Step {
  return { step: Number(step), count: Number(count) };
}
