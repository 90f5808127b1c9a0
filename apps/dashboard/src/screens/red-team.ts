import { formatCount, formatMany } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import { listRef } from '../lists/list-ref.js';
import { clockText } from '../lists/clock.js';
import { binCounts, binLabels, timeBins, widthText } from '../lists/time-bins.js';
import { fitLine, line, type Line } from '../terminal/line.js';
import { axisLine, histogramLines } from './bars.js';
import type { Screen } from './screen.js';

/** The campaign in time order; by user, by source, by destination; and where each tuple landed. */
export const RED_TEAM_SCREEN: Screen = {
  lists: () => [
    listRef('redteam'),
    listRef('redteam-users'),
    listRef('redteam-sources'),
    listRef('redteam-destinations'),
  ],
  header: ({ facts, state }) => campaignLines(facts, state.size.columns),
};

// The red team's events over the days of the campaign, which may go on for longer than the rows.
function campaignLines(facts: Facts, width: number): Line[] {
  const { attackTimes } = facts;
  const [first = 0, last = 0] = [attackTimes[0], attackTimes.at(-1)];
  const none = facts.labelled ? 'the red team has no events' : 'no red team was given';
  const bins = timeBins(first, last, width);
  const counts = binCounts(
    bins,
    attackTimes.map((time) => ({ step: time, count: 1 })),
    1,
  );
  const tuples = facts.ledger['labels']?.['distinct'] ?? attackTimes.length;
  const rows = facts.ledger['labels']?.['redteamRows'] ?? tuples;
  const whole = `${formatMany(tuples, 'event')} of ${formatMany(rows, 'row')}, from ${clockText(first)} to ${clockText(last)}`;
  const lines = [
    [
      ...line(whole, 'strong'),
      ...line(` · at most ${formatCount(Math.max(...counts))} per ${widthText(bins.seconds)}`, 'dim'),
    ],
    ...histogramLines(counts, 2, () => true, bins.cells),
    axisLine(binLabels(bins), width),
  ];
  return attackTimes.length > 0
    ? lines.map((each) => fitLine(each, width))
    : lines.map((_, row) => line(row === 0 ? none : '', 'dim'));
}
