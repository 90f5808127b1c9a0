import type { Facts } from './facts.js';
import { attackedFirst, column, type Column } from './column.js';
import type { PlainRef } from './list-ref.js';
import type { ListSpec } from './list-spec.js';

/**
 * Complete sessions: attacked ones first, then by the time of their start. Of one user or computer, what names it stands
 * last: it is the same in every row.
 */
export function sessionsSpec(ref: PlainRef, facts: Facts): ListSpec {
  const own = { user: facts.userColumn, computer: facts.computerColumn }[
    ref.scope?.by as 'user' | 'computer'
  ];
  const key = keyColumns(facts);
  // Of one user or computer what it did comes one after the other.
  const first = facts.labelled && ref.scope === null ? attackedFirst('label', 'start_time') : null;
  return {
    ref,
    title: 'sessions',
    columns: [
      column('session_id', 'number', 10),
      ...key.filter(({ name }) => name !== own),
      column('start_time', 'time', 10),
      column('end_time', 'time', 8),
      column('duration', 'seconds', 8),
      column('logons', 'number', 6),
      column('logoffs', 'number', 7),
      ...(facts.originColumn === 'origins' ? [column('origins', 'texts', 12, 2)] : []),
      ...labelColumns(facts),
      ...key.filter(({ name }) => name === own),
      { ...column('process', 'text', 0), hidden: true },
      ...(first === null ? [] : [first]),
    ],
    id: 'session_id',
    sort: { column: first?.name ?? 'start_time', descending: false },
    ...(facts.labelled ? { mark: 'label' } : {}),
    open: (cell) => ({ to: 'session', id: Number(cell('session_id')) }),
  };
}

/** Keys with a logon and no logoff by the end of the input. */
export function openSessionsSpec(ref: PlainRef, facts: Facts): ListSpec {
  const { userColumn } = facts;
  const first = facts.labelled ? attackedFirst('label', 'start_time') : null;
  return {
    ref,
    title: 'open at the end',
    columns: [
      column('open_id', 'number', 9),
      ...keyColumns(facts),
      column('start_time', 'time', 10),
      column('logons', 'number', 8),
      ...(facts.originColumn === 'origins' ? [column('origins', 'texts', 14, 2)] : []),
      ...labelColumns(facts),
      ...(first === null ? [] : [first]),
    ],
    id: 'open_id',
    sort: { column: first?.name ?? 'start_time', descending: false },
    ...(facts.labelled ? { mark: 'label' } : {}),
    open: (cell) =>
      userColumn === null
        ? { to: 'nowhere', why: 'these sessions name no user' }
        : { to: 'user', name: String(cell(userColumn)) },
  };
}

/** Scored sessions, the most suspicious first, in all and within their day; and the parts of each score. */
export function alertsSpec(ref: PlainRef, facts: Facts): ListSpec {
  return {
    ref,
    title: 'alerts',
    columns: [
      column('rank', 'number', 8),
      column('day', 'number', 4),
      column('day_rank', 'number', 8),
      ...keyColumns(facts),
      column('start_time', 'time', 10),
      ...(facts.alerts?.scores ?? []).map((name) => column(name, 'score', Math.max(7, name.length))),
      ...(facts.labelled ? [column('label', 'flag', 6)] : []),
      column('session_id', 'number', 10),
    ],
    id: 'rank',
    sort: { column: 'rank', descending: false },
    ...(facts.labelled ? { mark: 'label' } : {}),
    open: (cell) => ({ to: 'session', id: Number(cell('session_id')) }),
  };
}

// Without a red team nothing is known of labels: a 0 would say that there was no attack.
function labelColumns({ labelled }: Facts): Column[] {
  return labelled ? [column('label', 'flag', 6), column('attack_times', 'times', 12, 1)] : [];
}

function keyColumns(facts: Facts): Column[] {
  return facts.keyColumns.map((name) =>
    name.includes('user') ? column(name, 'text', 16, 3) : column(name, 'text', 11, 1),
  );
}
