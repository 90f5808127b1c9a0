import { type Cell, column, IN_ATTACKED, SHARE } from './column.js';
import { termFor } from './filter.js';
import type { Scope } from './list-ref.js';
import type { ListWriter, Target } from './list-spec.js';
import { plainRelation, whereSql, type Relation } from './relation.js';
import { sessionScope } from './session-relation.js';
import type { Parameters } from './statement.js';

const PROCESS = { name: 'process' };

/** Processes that started inside one session, with their tokens. */
export const SESSION_PROCESSES: ListWriter = (facts, scope) => ({
  title: 'processes',
  columns: [
    column('position', 'number', 8),
    column('time', 'time', 10),
    column('gap', 'seconds', 8),
    column('token', 'text', 9),
    column('process_name', 'text', 16, 1),
  ],
  id: 'position',
  rows: { inPlace: (spec) => plainRelation(spec, WITH_TOKENS, sessionScope(scope, facts)) },
  open: (cell) => sessionsWith(cell('process_name')),
});

// The gap's bucket by powers of two, as temporal tokens write it: 0, 1, 2-3, 4-7, …
const WITH_TOKENS = `(SELECT *, CASE WHEN gap < 2 THEN gap::VARCHAR
  ELSE (2 ** floor(log2(gap)))::BIGINT || '-' || ((2 ** (floor(log2(gap)) + 1))::BIGINT - 1) END AS token
  FROM db.session_processes)`;

/** Process names with their runs; `share`: the part of their starts inside sessions that lies in attacked ones. */
export const PROCESSES: ListWriter = (_, scope) => ({
  title: 'processes',
  columns: [
    column('name', 'text', 16, 1),
    column('runs', 'number', 10),
    column('total', 'seconds', 11),
    column('mean', 'seconds', 8),
    column('in_sessions', 'number', 11),
    IN_ATTACKED,
    SHARE,
  ],
  id: 'name',
  rows: { kept: (parameters, sessions) => processesSql(scope, sessions, parameters) },
  sort: { column: 'runs', descending: true },
  mark: 'in_attacked',
  open: (cell) => sessionsWith(cell('name')),
});

/** Sessions in which each of some processes started. */
export function sessionsWith(...processes: Cell[]): Target {
  const filter = processes.map((each) => termFor(PROCESS, each, false) ?? '').join(' ');
  return { to: 'sessions', scope: null, filter };
}

function processesSql(scope: Scope | null, sessions: Relation, parameters: Parameters): string {
  const runs =
    scope?.by === 'user'
      ? `user_domain = ${parameters.add(scope.name)}`
      : scope?.by === 'computer'
        ? `computer = ${parameters.add(scope.name)}`
        : 'true';
  const inside =
    scope === null
      ? 'true'
      : `session_id IN (SELECT session_id FROM ${sessions.table} WHERE ${whereSql(sessions, [], parameters)})`;
  return `SELECT name, coalesce(runs, 0) AS runs, coalesce(total, 0) AS total,
      coalesce(total // runs, 0) AS mean, coalesce(in_sessions, 0) AS in_sessions,
      coalesce(in_attacked, 0) AS in_attacked, coalesce(in_attacked / in_sessions, 0) AS share
    FROM (SELECT process_name AS name, count(*) AS runs, sum(duration)::BIGINT AS total
      FROM db.process_runs WHERE ${runs} GROUP BY name)
    FULL JOIN (SELECT process_name AS name, count(*) AS in_sessions,
      count(*) FILTER (session_id IN (SELECT session_id FROM ${sessions.table} WHERE label > 0)) AS in_attacked
      FROM db.session_processes WHERE ${inside} GROUP BY name) USING (name)`;
}
