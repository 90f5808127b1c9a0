import { ANOMALY_TEXTS, type AnomalyReason, formatCount, formatMany, type SessionRule } from '@cmsc/core';
import type { BuildReport, RunReport } from '@cmsc/pipeline';

type Ledger = RunReport['ledger'];
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
