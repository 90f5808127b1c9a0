import type { RunReport } from '@cmsc/pipeline';
import { formatCount, formatMany } from '../terminal/numbers.js';

type LabelLedger = NonNullable<RunReport['labels']>;

/** Where the red team's rows went, in plain words: from all of them to those in a session, and why the others are not. */
export function labelSummary(labels: LabelLedger): string[] {
  const { redteamRows, distinct, matchedExact, matchedOrigin, unmatched, attackedSessions } = labels;
  const { inSession, inOpenSession, withoutSession, nowhere } = labels;
  const lines: [count: number, text: string][] = [
    [matchedExact, 'have their auth row: same time, user, source and destination'],
    [matchedOrigin, 'have one with another destination'],
    [unmatched, 'have none: the input, or what a filter left of it, does not hold them'],
    [inSession, 'lie in a session'],
    [inOpenSession, 'lie in an open session only: no logoff was seen'],
    [withoutSession, 'lie in no session, but have their auth row'],
    [nowhere, 'are nowhere: no auth row, no session'],
  ];
  return [
    `${formatMany(redteamRows, 'red-team row')}, ${formatCount(distinct)} distinct; of these`,
    ...lines.filter(([count]) => count > 0).map(([count, text]) => `  ${formatCount(count)} ${text}`),
    formatMany(attackedSessions, 'attacked session'),
  ];
}
