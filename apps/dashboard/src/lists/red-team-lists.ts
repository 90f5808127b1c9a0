import { type Cell, column, FIRST, LAST, NAME, SESSIONS } from './column.js';
import type { Scope } from './list-ref.js';
import type { DescribedList, ListWriter, Target } from './list-spec.js';
import type { Parameters } from './statement.js';

/** The distinct red-team tuples, and where each landed. */
export const REDTEAM: ListWriter = (_, scope) => ({
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
  rows: {
    kept: (parameters) => `SELECT attack_time, src_user, src_machine, dst_machine, fate,
        coalesce(ids, []) AS landed_in, match, rows, reasons, tuple_id
      FROM db.redteam LEFT JOIN (
        SELECT tuple_id, list(session_id ORDER BY session_id) AS ids FROM db.red_team_matches GROUP BY tuple_id
      ) USING (tuple_id) WHERE ${tuplesSql(scope, parameters)}`,
  },
  sort: { column: 'attack_time', descending: false },
  open: openTuple,
});

/** The red team by the users it took, by where it came from, by where it went. */
export const REDTEAM_USERS = grouped('by user', 'user', 'src_user');
export const REDTEAM_SOURCES = grouped('by source', 'computer', 'src_machine');
export const REDTEAM_DESTINATIONS = grouped('by destination', 'computer', 'dst_machine');

function grouped(title: string, opens: 'user' | 'computer', by: string): DescribedList {
  return {
    title,
    columns: [NAME, column('tuples', 'number', 7), column('rows', 'number', 6), SESSIONS, FIRST, LAST],
    id: 'name',
    rows: {
      kept: () => `SELECT ${by} AS name, count(*) AS tuples, sum(rows)::BIGINT AS rows,
        sum(sessions)::BIGINT AS sessions, min(attack_time) AS first, max(attack_time) AS last
        FROM db.redteam GROUP BY ${by}`,
    },
    sort: { column: 'tuples', descending: true },
    open: (cell) => ({ to: opens, name: String(cell('name')) }),
  };
}

/** SQL that is true for the red-team tuples of a user, a computer or a session. */
export function tuplesSql(scope: Scope | null, parameters: Parameters): string {
  switch (scope?.by) {
    case 'user':
      return `src_user = ${parameters.add(scope.name)}`;
    case 'computer': {
      const name = parameters.add(scope.name);
      return `(src_machine = ${name} OR dst_machine = ${name})`;
    }
    case 'session':
      return `tuple_id IN (SELECT tuple_id FROM db.red_team_matches WHERE session_id = ${parameters.add(scope.id)})`;
    default:
      return 'true';
  }
}

function openTuple(cell: (column: string) => Cell): Target {
  const landed = (cell('landed_in') ?? []) as readonly number[];
  const [only] = landed;
  if (only === undefined) return { to: 'nowhere', why: whyNowhere(cell) };
  if (landed.length === 1) return { to: 'session', id: only };
  return { to: 'sessions', scope: { by: 'tuple', id: Number(cell('tuple_id')) }, filter: '' };
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
