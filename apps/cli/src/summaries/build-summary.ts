import type { SessionRule } from '@cmsc/core';
import type { BuildReport } from '@cmsc/pipeline';
import { formatCount } from '../terminal/numbers.js';
import { labelSummary } from './label-summary.js';
import { ledgerSummary, LOGON_NOUNS, PROCESS_NOUNS } from './ledger-summary.js';

/** What a build found, in lines for people. The rules are those of its sessions and of its process runs. */
export function buildSummary(report: BuildReport, rule: SessionRule, processRule: SessionRule): string[] {
  const lines = ledgerSummary(report.ledger, { nouns: LOGON_NOUNS, rule, open: 'written' });
  if (report.labels) lines.push(...labelSummary(report.labels), ...lossLines(report));
  if (report.processes)
    lines.push(
      ...ledgerSummary(report.processes, { nouns: PROCESS_NOUNS, rule: processRule, open: 'left out' }),
    );
  if (report.sequences) {
    const { starts, inSession, inOpenSession, outsideSessions, withoutSession } = report.sequences;
    lines.push(
      `${formatCount(starts)} process starts:`,
      `  ${formatCount(inSession)} lie in a session of their user on their computer`,
      `  ${formatCount(inOpenSession)} lie in an open session only: no logoff was seen`,
      `  ${formatCount(outsideSessions)} lie outside the sessions of their user there`,
      `  ${formatCount(withoutSession)} have a user without any session there`,
    );
  }
  return lines;
}

/** Why tuples got lost on their way into a session, most frequent reason first. */
function lossLines({ redteam }: BuildReport): string[] {
  const reasons = new Map<string, number>();
  for (const { losses } of redteam)
    for (const { code } of losses) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  return [...reasons]
    .sort((a, b) => b[1] - a[1])
    .map(([code, tuples]) => `  ${formatCount(tuples)} for the reason ${code} (table redteam)`);
}
