import { column, ofLabels, type Column } from './column.js';
import type { Facts } from './facts.js';
import type { Scope } from './list-ref.js';
import type { DescribedList } from './list-spec.js';
import { plainRelation } from './relation.js';
import { sessionsRelation } from './session-relation.js';

/** The table of scored sessions, by rank. */
export const ALERTS = 'idx.alerts';

const LABELS = [column('label', 'flag', 6), column('attack_times', 'times', 12, 1)].map(ofLabels);

/**
 * Complete sessions: attacked ones first, then by the time of their start. Of one user or computer, what names it stands
 * last: it is the same in every row; and what it did comes one after the other.
 */
export function sessions(facts: Facts, scope: Scope | null): DescribedList {
  const own = { user: facts.userColumn, computer: facts.computerColumn }[scope?.by as 'user' | 'computer'];
  const key = keyColumns(facts);
  return completeSessions(facts, scope, [
    column('session_id', 'number', 10),
    ...key.filter(({ name }) => name !== own),
    column('start_time', 'time', 10),
    column('end_time', 'time', 8),
    column('duration', 'seconds', 8),
    column('logons', 'number', 6),
    column('logoffs', 'number', 7),
    ...originColumns(facts, 12),
    ...LABELS,
    ...key.filter(({ name }) => name === own),
  ]);
}

/** The list of complete sessions with such columns, whatever the sessions are of; a process that started in one can be filtered by. */
export function completeSessions(
  facts: Facts,
  scope: Scope | null,
  columns: readonly Column[],
): DescribedList {
  return {
    title: 'sessions',
    columns: [...columns, { ...column('process', 'text', 0), hidden: true }],
    id: 'session_id',
    rows: { inPlace: (spec, narrow) => sessionsRelation(spec, scope, facts, narrow) },
    sort: { column: 'start_time', descending: false },
    mark: 'label',
    markedFirst: scope === null,
    open: (cell) => ({ to: 'session', id: Number(cell('session_id')) }),
  };
}

/** Keys with a logon and no logoff by the end of the input. */
export function openSessions(facts: Facts): DescribedList {
  const { userColumn } = facts;
  return {
    title: 'open at the end',
    columns: [
      column('open_id', 'number', 9),
      ...keyColumns(facts),
      column('start_time', 'time', 10),
      column('logons', 'number', 8),
      ...originColumns(facts, 14),
      ...LABELS,
    ],
    id: 'open_id',
    rows: {
      inPlace: (spec) => plainRelation(spec, '(SELECT rowid + 1 AS open_id, * FROM db.open_sessions)'),
    },
    sort: { column: 'start_time', descending: false },
    mark: 'label',
    markedFirst: true,
    open: (cell) =>
      userColumn === null
        ? { to: 'nowhere', why: 'these sessions name no user' }
        : { to: 'user', name: String(cell(userColumn)) },
  };
}

/** Scored sessions, the most suspicious first, in all and within their day; and the parts of each score. */
export function alerts(facts: Facts): DescribedList {
  return {
    title: 'alerts',
    columns: [
      column('rank', 'number', 8),
      column('day', 'number', 4),
      column('day_rank', 'number', 8),
      ...keyColumns(facts),
      column('start_time', 'time', 10),
      ...(facts.alerts?.scores ?? []).map((name) => column(name, 'score', Math.max(7, name.length))),
      ofLabels(column('label', 'flag', 6)),
      column('session_id', 'number', 10),
    ],
    id: 'rank',
    rows: { inPlace: (spec) => plainRelation(spec, ALERTS) },
    mark: 'label',
    open: (cell) => ({ to: 'session', id: Number(cell('session_id')) }),
  };
}

function keyColumns(facts: Facts): Column[] {
  return facts.keyColumns.map((name) =>
    name.includes('user') ? column(name, 'text', 16, 3) : column(name, 'text', 11, 1),
  );
}

function originColumns({ originColumn }: Facts, width: number): Column[] {
  return originColumn === 'origins' ? [column('origins', 'texts', width, 2)] : [];
}
