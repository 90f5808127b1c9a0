import { type Facts, timeSpan } from '../../data/facts.js';
import { axisLine, histogramLines, resampled } from '../../draw/bar-lines.js';
import { line, type Line } from '../../draw/line.js';
import { type BodyModel, listLines } from '../../draw/list-lines.js';
import { clockText, counted } from '../../draw/numbers.js';
import { dayLabels } from '../overview/overview-lines.js';
import { CAMPAIGN_LINES } from './redteam-state.js';

/** The campaign: when it came, whom it took, and where each of its events landed. */
export function redTeamBody(model: BodyModel): Line[] {
  return [...campaignLines(model.facts, model.state.size.columns), ...listLines(model)];
}

/** The red team's events over the days of the data set. */
function campaignLines(facts: Facts, width: number): Line[] {
  const { attackTimes } = facts;
  const [first, last] = [attackTimes[0], attackTimes.at(-1)];
  if (first === undefined || last === undefined) {
    return Array.from({ length: CAMPAIGN_LINES }, (_, row) =>
      line(row === 0 ? (facts.labelled ? 'the red team has no events' : 'no red team was given') : '', 'dim'),
    );
  }
  const span = timeSpan(facts);
  // To the second: a campaign may be over within an hour.
  const events = attackTimes.map((time) => ({ step: time, count: 1 }));
  const counts = resampled(events, span.first * 3600, span.hours * 3600, width);
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
