import { type Facts, timeSpan } from '../lists/facts.js';
import { listRef } from '../lists/list-ref.js';
import { clockText, counted } from '../lists/numbers.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import { line, type Line } from '../terminal/line.js';
import { axisLine, histogramLines, resampled } from './bars.js';
import type { Screen } from './screen.js';
import { dayLabels } from './time-axis.js';

/** The campaign in time order; by user, by source, by destination; and where each tuple landed. */
export const RED_TEAM_SCREEN: Screen = {
  title: SCREEN_TITLES.redteam,
  lists: () => [
    listRef('redteam'),
    listRef('redteam-users'),
    listRef('redteam-sources'),
    listRef('redteam-destinations'),
  ],
  header: ({ facts, state }) => campaignLines(facts, state.size.columns),
};

// The red team's events over the days of the data set.
function campaignLines(facts: Facts, width: number): Line[] {
  const { attackTimes } = facts;
  const [first = 0, last = 0] = [attackTimes[0], attackTimes.at(-1)];
  const none = facts.labelled ? 'the red team has no events' : 'no red team was given';
  const span = timeSpan(facts);
  // To the second: a campaign may be over within an hour.
  const events = attackTimes.map((time) => ({ step: time, count: 1 }));
  const counts = resampled(events, span.first * 3600, span.hours * 3600, width);
  const tuples = facts.ledger['labels']?.['distinct'] ?? attackTimes.length;
  const rows = facts.ledger['labels']?.['redteamRows'] ?? tuples;
  const days = dayLabels(span.first, span.hours, width).map((label) => ({
    ...label,
    text: `d${label.text}`,
  }));
  const lines = [
    line(
      `${counted(tuples, 'event')} of ${counted(rows, 'row')}, from ${clockText(first)} to ${clockText(last)}`,
      'strong',
    ),
    ...histogramLines(counts, 2, () => true),
    axisLine(days, width),
  ];
  return attackTimes.length > 0 ? lines : lines.map((_, row) => line(row === 0 ? none : '', 'dim'));
}
