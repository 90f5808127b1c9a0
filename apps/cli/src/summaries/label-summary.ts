import { formatCount, formatMany, type SessionRule } from '@cmsc/core';
import { type LabelReport, LOSS_REASONS, type RunReport } from '@cmsc/pipeline';
import { alignColumns, presentCounts } from '../terminal/text.js';

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
    ...presentCounts(lines),
    formatMany(attackedSessions, 'attacked session'),
  ];
}

type Tuple = LabelReport['redteam'][number];
type LossCode = Tuple['losses'][number]['code'];

/** By how a tuple is found in auth, in the order of the funnel. */
const MATCHES: readonly [match: Tuple['match'], text: string][] = [
  ['exact', 'auth has the row'],
  ['origin', 'auth has it with another destination'],
  ['none', 'auth does not have it'],
];

const FATES: readonly [fate: Tuple['fate'], text: string][] = [
  ['session', 'in a session'],
  ['open', 'in an open session'],
  ['event', 'without'],
  ['nowhere', 'nowhere'],
];

/** Where the red team went: from all rows of its file to attacked sessions, by match and by fate, and why tuples got lost. */
export function redTeamFunnel(
  labels: NonNullable<LabelReport['labels']>,
  tuples: readonly Tuple[],
  { preset, rule }: { preset: string; rule: SessionRule },
): string[] {
  const { redteamRows, distinct, attackedSessions } = labels;
  const { key, ties, pairing } = rule;
  const count = (match?: Tuple['match'], fate?: Tuple['fate']) =>
    tuples.filter((tuple) => (!match || tuple.match === match) && (!fate || tuple.fate === fate)).length;
  const row = (text: string, match?: Tuple['match']) => [
    text,
    count(match),
    ...FATES.map(([fate]) => count(match, fate)),
  ];
  return [
    `${formatMany(redteamRows, 'red-team row')}, ${formatCount(distinct)} distinct`,
    `  preset ${preset}: key ${key.join(', ')}; ties ${ties}; pairing ${pairing}`,
    ...alignColumns([
      ['', 'tuples', ...FATES.map(([, text]) => text)],
      ...MATCHES.map(([match, text]) => row(text, match)),
      row('all'),
    ]),
    formatMany(attackedSessions, 'attacked session'),
    ...lossLines(tuples),
  ];
}

/** Why tuples got lost on their way into a session, most frequent reason first. */
function lossLines(tuples: readonly Tuple[]): string[] {
  const reasons = new Map<LossCode, number>();
  for (const { losses } of tuples)
    for (const { code } of losses) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  const rows = [...reasons].sort((a, b) => b[1] - a[1]);
  return rows.length === 0
    ? []
    : ['tuples that got lost', ...alignColumns(rows.map(([code, lost]) => [lost, code, LOSS_REASONS[code]]))];
}
