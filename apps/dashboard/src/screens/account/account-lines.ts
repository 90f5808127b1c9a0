import type { AccountDetail } from '../../data/dashboard-data.js';
import { axisLine, histogramLines, markLine } from '../../draw/bar-lines.js';
import { fitLine, line, type Line, type Segment } from '../../draw/line.js';
import { type BodyModel, listLines, waitingLines } from '../../draw/list-lines.js';
import { clockText, counted, grouped } from '../../draw/numbers.js';
import type { Need } from '../../state/needs.js';
import { answerTo } from '../../state/selectors.js';
import { showable } from '@cmsc/core';
import { ACCOUNT_LINES } from './account-state.js';

const HOURS = 24;

/** One user or computer: what it did, with whom, and when. */
export function accountBody(model: BodyModel): Line[] {
  const { state, place } = model;
  const by = place.screen === 'user' ? 'user' : 'computer';
  const need = { kind: 'account', by, name: String(place.subject) } satisfies Need;
  const account = answerTo(state, need);
  const above =
    account === undefined
      ? waitingLines(state, need, ACCOUNT_LINES)
      : accountLines(account, state.size.columns);
  return [...above, ...listLines(model)];
}

/** A user's or computer's facts and the hours of the day at which its sessions began. */
function accountLines(account: AccountDetail, width: number): Line[] {
  const perHour = Math.max(1, Math.floor(width / HOURS));
  const columns = perHour * HOURS;
  const counts = Array.from(
    { length: columns },
    (_, column) => account.hours[Math.floor(column / perHour)] ?? 0,
  );
  const isAttacked = (column: number) => (account.attackedHours[Math.floor(column / perHour)] ?? 0) > 0;
  const marks = new Set(Array.from({ length: columns }, (_, column) => column).filter(isAttacked));
  const labels = Array.from({ length: HOURS }, (_, hour) => ({ column: hour * perHour, text: String(hour) }));
  const lines = [
    factLine(account),
    line(
      `sessions by the hour of the day they began in${account.attacked === null ? '' : ' (▲ attacked)'}`,
      'dim',
    ),
    ...histogramLines(counts, 2, isAttacked),
    markLine(marks, columns, '▲', 'attack'),
    axisLine(labels, columns),
  ];
  return lines.map((each) => fitLine(each, width));
}

function factLine({ name, sessions, attacked, tuples, firstTime, lastTime }: AccountDetail): Line {
  const attack: Segment[] =
    attacked === null
      ? [{ text: ' · not labelled', style: 'dim' }]
      : attacked + tuples === 0
        ? [{ text: ' · no red-team event', style: 'dim' }]
        : [
            {
              text: ` · ! ${grouped(attacked)} attacked, ${counted(tuples, 'red-team event')}`,
              style: 'attack',
            },
          ];
  const time =
    firstTime === null || lastTime === null ? '' : ` · ${clockText(firstTime)} to ${clockText(lastTime)}`;
  return [
    { text: `${showable(name)}: ${counted(sessions, 'session')}`, style: 'strong' },
    ...attack,
    { text: time },
  ];
}
