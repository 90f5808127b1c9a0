import { formatCount, formatMany } from '@cmsc/core';
import { listRef } from '../lists/list-ref.js';
import type { AlertFacts } from '../lists/facts.js';
import { fitLine, line, type Line } from '../terminal/line.js';
import type { Screen } from './screen.js';

/** All sessions, the ones that are still open at the end of the input, and by their scores when there are some. */
export const SESSIONS_SCREEN: Screen = {
  lists: (_, { alerts }) => [...(alerts ? [listRef('alerts')] : []), listRef('sessions'), listRef('open')],
  header: ({ facts: { alerts }, state }) => (alerts ? [fitLine(budgetLine(alerts), state.size.columns)] : []),
};

// What comes of looking into so many alerts a day.
function budgetLine({ perDay, days, raised, attacked, ofAttacked }: AlertFacts): Line {
  const alerts = `${formatCount(perDay)} a day: ${formatMany(raised, 'alert')} on ${formatMany(days, 'day')} (day_rank<=${perDay})`;
  return line(
    `${alerts} · ${formatCount(attacked)} of ${formatMany(ofAttacked, 'attacked session')} among them`,
    'dim',
  );
}
