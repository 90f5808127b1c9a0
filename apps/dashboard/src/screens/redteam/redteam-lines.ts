import { axisLine, columnOfStep, histogramLines } from '../../components/bar-lines.js';
import type { Facts } from '../../data/facts.js';
import { clockText, counted } from '../../text/numbers.js';
import { line, type Line } from '../../text/line.js';
import { dayLabels, timeSpan } from '../overview/overview-lines.js';
import { CAMPAIGN_LINES } from './redteam-state.js';

/** The red team's events over the days of the data set. */
export function campaignLines(facts: Facts, width: number): Line[] {
  const { attackTimes } = facts;
  const [first, last] = [attackTimes[0], attackTimes.at(-1)];
  if (first === undefined || last === undefined) {
    return Array.from({ length: CAMPAIGN_LINES }, (_, row) =>
      line(row === 0 ? 'no red team was given' : '', 'dim'),
    );
  }
  const span = timeSpan(facts);
  // To the second: a campaign may be over within an hour.
  const counts = new Array<number>(width).fill(0);
  for (const time of attackTimes) {
    const column = columnOfStep(time, span.first * 3600, span.hours * 3600, width);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const labels = facts.ledger['labels'] ?? {};
  const tuples = labels['distinct'] ?? attackTimes.length;
  const rows = labels['redteamRows'] ?? tuples;
  return [
    line(
      `${counted(tuples, 'event')} of ${counted(rows, 'row')}, from ${clockText(first)} to ${clockText(last)}`,
      'strong',
    ),
    ...histogramLines(counts, CAMPAIGN_LINES - 2, () => true),
    axisLine(
      dayLabels(span.first, span.hours, width).map((label) => ({ ...label, text: `d${label.text}` })),
      width,
    ),
  ];
}
