import type { Facts } from '../lists/facts.js';
import type { Cell } from '../lists/column.js';
import type { Target } from '../lists/list-spec.js';
import { isOfSubject, type ScreenName } from '../state/screen-names.js';
import type { ListState, Place, Subject } from '../state/place.js';
import { answerTo, rowOf, type CurrentRow } from '../state/answers.js';
import { visibleLists } from '../screens/shown.js';
import type { State } from '../state/state.js';

/** What a screen of one session, user or computer shows when it is switched to. */
export interface NamedSubject {
  /** Null when nothing is known that it could show. */
  subject: Subject | null;
  /** Whether what is on the screen names it; otherwise it is what was looked at last. */
  named: boolean;
}

/** Names that columns give to users and to computers, but for those of the sessions' key. */
const NAMING: Readonly<Partial<Record<ScreenName, readonly string[]>>> = {
  user: ['dst_user', 'src_user', 'user_domain', 'user'],
  computer: [
    'dst_machine',
    'computer',
    'src_machine',
    'origins',
    'resolved_machine',
    'host',
    'source_ip',
    'source_host',
  ],
};

/**
 * What is meant by a jump to `screen`: the cell under the cursor, then its row, then the other lists on the screen, then
 * what the screen itself shows. Only where none of them names one is it what was looked at last.
 */
export function subjectFor(state: State, place: Place, screen: ScreenName, facts: Facts): NamedSubject {
  if (!isOfSubject(screen)) return { subject: null, named: true };
  if (place.screen === screen) return { subject: place.subject, named: true };
  const focused = place.lists[place.pane];
  const lists = visibleLists(place);
  const inOrder = focused === undefined ? lists : [focused, ...lists.filter((list) => list !== focused)];
  for (const list of inOrder) {
    const subject = inRow(state, list, screen, facts);
    if (subject !== null) return { subject, named: true };
  }
  const shown = inSession(state, place, screen, facts);
  if (shown !== null) return { subject: shown, named: true };
  return { subject: state.visited[screen] ?? null, named: false };
}

// A session's page shows one of its user on its computer.
function inSession(state: State, place: Place, screen: ScreenName, facts: Facts): Subject | null {
  const column = screen === 'user' ? facts.userColumn : screen === 'computer' ? facts.computerColumn : null;
  if (place.screen !== 'session' || column === null) return null;
  const session = answerTo(state, { kind: 'session', id: Number(place.subject) });
  return session?.key[facts.keyColumns.indexOf(column)] ?? null;
}

function inRow(state: State, list: ListState, screen: ScreenName, facts: Facts): Subject | null {
  const current = rowOf(state, list, facts);
  if (current === null) return null;
  const { spec, cell, column } = current;
  const target = spec.open?.(cell);
  if (target?.to === 'session' && screen === 'session') return target.id;
  if (screen === 'session') return list.ref.list === 'redteam' ? firstOf(cell('landed_in')) : null;
  const naming = namingColumns(screen, facts);
  if (column !== undefined && naming.includes(column.name)) return firstOf(cell(column.name));
  if ((target?.to === 'user' || target?.to === 'computer') && target.to === screen) return target.name;
  if (list.ref.list === 'frequency') return naming.includes(list.ref.column) ? firstOf(cell('value')) : null;
  if (list.ref.list === 'anomalies') return inKey(cell, naming, facts);
  return naming.map((name) => firstOf(cell(name))).find((name) => name !== null) ?? null;
}

/**
 * What the cell under the cursor names: a user, a computer or a session; null when it names none. Of several names it is the
 * first.
 */
export function targetInCell({ list, cell, ...current }: CurrentRow, facts: Facts): Target | null {
  const column = current.column?.name ?? '';
  if (list.ref.list === 'anomalies' && column === 'key') return keyTarget(cell, facts);
  const subject = firstOf(cell(column));
  if (column === 'linked_logon_id') return linkedTarget(cell);
  if (subject === null || subject === '') return null;
  if (namingColumns('user', facts).includes(column)) return { to: 'user', name: String(subject) };
  if (namingColumns('computer', facts).includes(column)) return { to: 'computer', name: String(subject) };
  return column === 'session_id' && list.ref.list !== 'open' ? { to: 'session', id: Number(subject) } : null;
}

// The other session of a logon that Windows makes two of.
function linkedTarget(cell: (column: string) => Cell): Target | null {
  const linked = firstOf(cell('linked_logon_id'));
  if (linked === null || linked === '') return null;
  const filter = `host=${JSON.stringify(cell('host'))} logon_id=${JSON.stringify(linked)}`;
  return { to: 'sessions', scope: null, filter };
}

function keyTarget(cell: (column: string) => Cell, facts: Facts): Target | null {
  for (const by of ['user', 'computer'] as const) {
    const name = inKey(cell, namingColumns(by, facts), facts);
    if (name !== null) return { to: by, name: String(name) };
  }
  return null;
}

// The row of a session that was left out gives its key in one cell.
function inKey(cell: (column: string) => Cell, naming: readonly string[], facts: Facts): Subject | null {
  const columns = cell('source') === 'auth' ? facts.keyColumns : ['user_domain', 'computer', 'process_name'];
  const key = cell('key') as readonly string[] | null;
  const place = naming.map((name) => columns.indexOf(name)).find((index) => index !== -1);
  return place === undefined ? null : (key?.[place] ?? null);
}

function namingColumns(screen: ScreenName, { userColumn, computerColumn }: Facts): readonly string[] {
  const own = { user: userColumn, computer: computerColumn }[screen as 'user' | 'computer'] ?? null;
  return own === null ? (NAMING[screen] ?? []) : [own, ...(NAMING[screen] ?? [])];
}

function firstOf(cell: Cell): Subject | null {
  if (cell === null || typeof cell !== 'object') return cell;
  return cell[0] ?? null;
}
