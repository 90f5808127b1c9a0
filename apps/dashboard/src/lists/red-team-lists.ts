import { type Cell, column, FIRST, LAST, NAME, SESSIONS } from './column.js';
import { listRef } from './list-ref.js';
import type { DescribedList, Target } from './list-spec.js';

/** The red team's path. */
export const RED_TEAM_LISTS = {
  /** The distinct red-team tuples, and where each landed. */
  redteam: {
    title: 'red-team events',
    columns: [
      column('attack_time', 'time', 10),
      column('src_user', 'text', 16, 1),
      column('src_machine', 'text', 11),
      column('dst_machine', 'text', 11),
      column('fate', 'text', 8),
      column('landed_in', 'numbers', 10, 1),
      column('match', 'text', 6),
      column('rows', 'number', 4),
      column('reasons', 'texts', 24, 3),
      column('tuple_id', 'number', 8),
    ],
    id: 'tuple_id',
    sort: { column: 'attack_time', descending: false },
    open: openTuple,
  },
  'redteam-users': grouped('by user', 'user'),
  'redteam-sources': grouped('by source', 'computer'),
  'redteam-destinations': grouped('by destination', 'computer'),
} satisfies Record<string, DescribedList>;

/** The red team by one of its columns: the users it took, where it came from, where it went. */
function grouped(title: string, opens: 'user' | 'computer'): DescribedList {
  return {
    title,
    columns: [NAME, column('tuples', 'number', 7), column('rows', 'number', 6), SESSIONS, FIRST, LAST],
    id: 'name',
    sort: { column: 'tuples', descending: true },
    open: (cell) => ({ to: opens, name: String(cell('name')) }),
  };
}

function openTuple(cell: (column: string) => Cell): Target {
  const landed = (cell('landed_in') ?? []) as readonly number[];
  const [only] = landed;
  if (only === undefined) return { to: 'nowhere', why: whyNowhere(cell) };
  if (landed.length === 1) return { to: 'session', id: only };
  const scope = { by: 'tuple', id: Number(cell('tuple_id')) } as const;
  return { to: 'sessions', ref: listRef('sessions', scope), filter: '' };
}

function whyNowhere(cell: (column: string) => Cell): string {
  const reasons = (cell('reasons') ?? []) as readonly string[];
  const fates: Record<string, string> = {
    open: 'it lies in a session that is still open at the end of the input',
    event: 'it matches a logon that belongs to no session',
    nowhere: 'no logon matches it',
  };
  return [fates[String(cell('fate'))] ?? 'it lies in no session', ...reasons].join('; ');
}
