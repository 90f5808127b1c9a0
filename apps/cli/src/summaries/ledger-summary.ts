import { ANOMALY_TEXTS, type AnomalyReason, formatCount, formatMany, type SessionRule } from '@cmsc/core';
import { type BuildReport, type LabelReport, LOSS_REASONS, type RunReport } from '@cmsc/pipeline';
import { alignColumns } from '../terminal/text.js';
import { presentCounts } from './run-summary.js';

type Ledger = RunReport['ledger'];
type LabelLedger = NonNullable<RunReport['labels']>;
type Reasons = BuildReport['anomalies']['auth'];

/** What sessions, starts and ends are called in a kind of data. */
export interface Nouns {
  session: string;
  start: string;
  end: string;
  /** Of which kinds the rows are that start and end nothing. */
  others: string;
  /** Which ends come after one that has closed already, when that is usual. */
  further?: string;
}

/** Logon sessions. */
export const LOGON_NOUNS: Nouns = {
  session: 'session',
  start: 'logon',
  end: 'logoff',
  others: 'of other kinds (TGS, TGT, AuthMap, screen locks …)',
};

/** Logon sessions out of Windows event logs. */
export const WLS_NOUNS: Nouns = {
  session: 'session',
  start: 'logon',
  end: 'logoff',
  others: 'of other kinds (4688, 4689, 4625 …), or without LogHost or LogonID',
  further: ' (such as the 4634 after a 4647)',
};

/** Process runs. */
export const PROCESS_NOUNS: Nouns = { session: 'run', start: 'start', end: 'end', others: 'of other kinds' };

/** What was said to the run, as far as it explains its counts. */
export interface LedgerContext {
  nouns: Nouns;
  rule: SessionRule;
  /** What became of sessions that have no end yet. */
  open: 'left out' | 'written' | 'carried on' | 'dropped';
  /** Why ends were orphaned and starts repeated, when each of them was asked. */
  reasons?: Reasons;
}

const FATES_OF_OPEN = {
  'left out': 'left out (--keep-open keeps them)',
  written: 'written without an end',
  'carried on': 'left to the next run',
  dropped: 'left out',
};

/** Where the rows of a run went, in plain words. */
export function ledgerSummary(ledger: Ledger, context: LedgerContext): string[] {
  const { nouns, rule } = context;
  const sessions = formatMany(ledger.sessions, nouns.session);
  return [
    ...rowLines(ledger, nouns, ' (--failed-logons start counts them in)'),
    `${sessions} of ${formatMany(ledger.keys, 'key')} (${rule.key.join(', ')})`,
    ...reasonLines(ledger, context).map((line) => `  ${line}`),
  ];
}

/** How many rows were read, and of which kinds; `remedy` says what lets failed logons start something. */
export function rowLines(ledger: Ledger, { start, end, others }: Nouns, remedy = ''): string[] {
  const kinds = [formatMany(ledger.starts, start), formatMany(ledger.ends, end)];
  if (ledger.other > 0) kinds.push(`${formatCount(ledger.other)} ${others}`);
  const lines = [`${formatMany(ledger.rows, 'row')} read: ${kinds.join(', ')}`];
  if (ledger.failedStarts > 0)
    lines.push(
      `  among those ${formatMany(ledger.failedStarts, `failed ${start}`)}, which start nothing${remedy}`,
    );
  if (ledger.filtered > 0) lines.push(`  ${formatMany(ledger.filtered, 'row')} kept out by a filter`);
  if (ledger.rejected > 0)
    lines.push(`  ${formatMany(ledger.rejected, 'bad row')} skipped (--rejects FILE keeps them)`);
  return lines;
}

/** Why a start or an end did not begin or finish a session: a line for each reason that occurs. */
function reasonLines(ledger: Ledger, context: LedgerContext): string[] {
  const { session, start, end, further = '' } = context.nouns;
  const { zeroLength, repeatedStarts, extendingEnds, orphanEnds, open } = ledger;
  const lines: [count: number, text: string, reasons?: Reasons['orphan end']][] = [
    [zeroLength, `${formatCount(zeroLength)} last 0 seconds: ${start} and ${end} in one second`],
    [
      repeatedStarts,
      `${formatMany(repeatedStarts, `repeated ${start}`)}: the ${session} was open already`,
      context.reasons?.['repeated start'],
    ],
    [
      extendingEnds,
      `${formatMany(extendingEnds, `further ${end}`)}${further}: the ${session} lasts to the last one`,
    ],
    [
      orphanEnds,
      `${formatMany(orphanEnds, `orphaned ${end}`)}: ${whyOrphaned(context)}`,
      context.reasons?.['orphan end'],
    ],
    [
      open,
      `${formatMany(open, `open ${session}`)}: no ${end} before ${context.rule.restarts ? 'their key came again, or ' : ''}the end of the input; ${FATES_OF_OPEN[context.open]}`,
    ],
  ];
  return lines
    .filter(([count]) => count > 0)
    .flatMap(([, text, reasons = {}]) => [text, ...codeLines(reasons)]);
}

/** A line for each reason code, with its count: the codes are those of the table `anomalies`. */
function codeLines(reasons: Reasons['orphan end']): string[] {
  const codes = Object.entries(reasons) as [AnomalyReason, number][];
  return codes.map(([code, count]) => `  ${formatCount(count)} ${code}: ${ANOMALY_TEXTS[code]}`);
}

/** When runs of starts and ends merge, a key that was started once has no orphans any more: ends move its session's end. */
function whyOrphaned({ nouns: { start, end }, rule: { key, ties, pairing } }: LedgerContext): string {
  if (pairing !== 'merge') return `no ${start} of their key was left to pair them with`;
  const before = `no ${start} of their key before them in the input`;
  if (key.includes('src_machine'))
    return `${before}; ${end}s name no source, so remote ${start}s need a key without src_machine`;
  return ties === 'file'
    ? `${before}, or it stands below them in the same second (--ties pair mends that)`
    : before;
}

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
  labels: LabelLedger,
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
