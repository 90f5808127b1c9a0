import type { SessionRule } from '@cmsc/core';
import type { BuildReport, EngineBuildReport } from '@cmsc/pipeline';
import { formatCount } from '../terminal/numbers.js';
import { engineSummary } from './engine-summary.js';
import { ledgerSummary, LOGON_NOUNS, PROCESS_NOUNS } from './ledger-summary.js';
import { redTeamFunnel } from './red-team-funnel.js';

/** How a build made sessions and process runs. */
export interface BuildRules {
  preset: string;
  sessions: SessionRule;
  runs: SessionRule;
}

/** The report of a build, on one machine or on a cluster: each leaves something out. */
export type BuiltReport = Omit<BuildReport, 'anomalies'> &
  Partial<Pick<BuildReport, 'anomalies'> & Pick<EngineBuildReport, 'engine'>>;

/** What a build found, in lines for people. */
export function buildSummary(report: BuiltReport, { preset, sessions, runs }: BuildRules): string[] {
  const { ledger, labels, processes, anomalies, redteam } = report;
  const lines = ledgerSummary(ledger, {
    nouns: LOGON_NOUNS,
    rule: sessions,
    open: 'written',
    reasons: anomalies?.auth,
  });
  if (labels) lines.push(...redTeamFunnel(labels, redteam, { preset, rule: sessions }));
  else
    lines.push('sessions are not labelled: there is no red-team file, so nobody knows which were attacked');
  if (processes)
    lines.push(
      ...ledgerSummary(processes, {
        nouns: PROCESS_NOUNS,
        rule: runs,
        open: 'dropped',
        reasons: anomalies?.proc,
      }),
    );
  if (report.engine) lines.push(...engineSummary(report.engine));
  return [...lines, ...placingLines(report)];
}

/** Where the process starts went. */
function placingLines({ sequences }: BuiltReport): string[] {
  if (!sequences) return [];
  const { starts, inSession, ambiguous, inOpenSession, outsideSessions, withoutSession } = sequences;
  const lines: [count: number, text: string][] = [
    [inSession, 'lie in a session of their user on their computer'],
    [ambiguous, 'of these in more than one: they went to the one that began later'],
    [inOpenSession, 'lie in an open session only: no logoff was seen'],
    [outsideSessions, 'lie outside the sessions of their user there'],
    [withoutSession, 'have a user without any session there'],
  ];
  return [
    `${formatCount(starts)} processes to be placed in sessions:`,
    ...lines.filter(([count]) => count > 0).map(([count, text]) => `  ${formatCount(count)} ${text}`),
  ];
}
