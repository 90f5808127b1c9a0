import { formatCount, formatMany, showable } from '@cmsc/core';
import type { AccountDetail } from '../data/dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { listRef, type ListName, type Scope } from '../lists/list-ref.js';
import { spanText } from '../lists/clock.js';
import { answerTo, nearText } from '../state/answers.js';
import { line, type Line, type Segment } from '../terminal/line.js';
import { axisLine, histogramLines, markLine } from './bars.js';
import { linesOf, type Screen, type Shown } from './screen.js';

type Account = 'user' | 'computer';

const HOURS = 24;

/** One user: its sessions, the computers it used, where it came from, its processes. */
export const USER_SCREEN = accountScreen('user', (scope) => [
  ...listsOf(scope, 'sessions', 'computers', 'origins'),
  ...listsOf(scope, 'processes', 'redteam'),
]);

/** One computer: the sessions on it, its users, where they came from and where they went on to from it, its network. */
export const COMPUTER_SCREEN = accountScreen('computer', (scope, name, { traffic }) => [
  ...listsOf(scope, 'sessions', 'users', 'origins'),
  listRef('reached', { by: 'origin', name }),
  ...listsOf(scope, 'processes', 'redteam', ...traffic),
]);

function listsOf(scope: Scope, ...names: ListName[]) {
  return names.map((name) => listRef(name, scope));
}

// What it did, with whom, and when.
function accountScreen(
  by: Account,
  lists: (scope: Scope, name: string, facts: Facts) => ReturnType<typeof listsOf>,
): Screen {
  return {
    lists: (subject, facts) => lists({ by, name: String(subject) }, String(subject), facts),
    needs: ({ subject }) => [{ kind: 'account', by, name: String(subject) }],
    header: (shown) => accountLines(by, shown),
  };
}

function accountLines(by: Account, { state, place }: Shown): Line[] {
  const width = state.size.columns;
  const need = { kind: 'account', by, name: String(place.subject) } as const;
  const account = answerTo(state, need) ?? null;
  const { hours, attackedHours, attacked } = account ?? { hours: [], attackedHours: [], attacked: null };
  const perHour = Math.max(1, Math.floor(width / HOURS));
  const columns = Array.from({ length: perHour * HOURS }, (_, column) => Math.floor(column / perHour));
  const isAttacked = (column: number) => (attackedHours[columns[column] ?? 0] ?? 0) > 0;
  const labels = Array.from({ length: HOURS }, (_, hour) => ({ column: hour * perHour, text: String(hour) }));
  const lines = [
    account === null ? [] : isUnknown(account) ? unknownLine(by, account) : factLine(account),
    line(
      `sessions by the hour of the day they began in, at most ${formatCount(Math.max(0, ...hours))}${attacked === null ? '' : ' (▲ attacked)'}`,
      'dim',
    ),
    ...histogramLines(
      columns.map((hour) => hours[hour] ?? 0),
      2,
      isAttacked,
    ),
    markLine(new Set([...columns.keys()].filter(isAttacked)), columns.length),
    axisLine(labels, columns.length),
  ];
  return linesOf(state, need, lines);
}

function isUnknown({ sessions, tuples }: AccountDetail): boolean {
  return sessions + tuples === 0;
}

function unknownLine(by: Account, { name, near }: AccountDetail): Line {
  return line(
    `${showable(name)}: no session ${by === 'user' ? 'of it' : 'on it'}, no red-team event${nearText(near)}`,
    'strong',
  );
}

function factLine({ name, sessions, attacked, tuples, firstTime, lastTime }: AccountDetail): Line {
  const attack: Segment[] =
    attacked === null
      ? [{ text: ' · not labelled', style: 'dim' }]
      : attacked + tuples === 0
        ? [{ text: ' · no red-team event', style: 'dim' }]
        : [
            {
              text: ` · ! ${formatCount(attacked)} attacked, ${formatMany(tuples, 'red-team event')}`,
              style: 'attack',
            },
          ];
  // There is room for no more than the minute.
  const time =
    firstTime === null || lastTime === null
      ? ''
      : ` · ${spanText(firstTime, lastTime).replace(/:\d\d(?= |$)/g, '')}`;
  return [
    { text: `${showable(name)}: ${formatMany(sessions, 'session')}`, style: 'strong' },
    ...attack,
    { text: time },
  ];
}
