import { formatBytes, formatMany, type SessionRule, showable } from '@cmsc/core';
import type { BuildReport, EngineBuildReport } from '@cmsc/pipeline';
import { engineSummary, inputSummary, present, presentCounts, timingLine } from './run-summary.js';
import { ledgerSummary, LOGON_NOUNS, PROCESS_NOUNS, redTeamFunnel } from './ledger-summary.js';

/** How a build made sessions and process runs. */
export interface BuildRules {
  preset: string;
  sessions: SessionRule;
  runs: SessionRule;
}

/** The report of a build, on one machine or on a cluster: each leaves something out. */
export type BuiltReport = Omit<BuildReport, 'anomalies'> &
  Partial<Pick<BuildReport, 'anomalies'> & Pick<EngineBuildReport, 'engine'>>;

/** What a build found, and how to go on, in lines for people: under headings, for there are many. */
export function buildSummary(report: BuiltReport, rules: BuildRules): string[] {
  const { ledger, processes, anomalies, engine } = report;
  const { sessions, runs } = rules;
  const logons = { nouns: LOGON_NOUNS, rule: sessions, open: 'written', reasons: anomalies?.auth } as const;
  const starts = { nouns: PROCESS_NOUNS, rule: runs, open: 'dropped', reasons: anomalies?.proc } as const;
  const sections: [heading: string, lines: string[]][] = [
    ['Logon sessions, from auth', [...ledgerSummary(ledger, logons), ...ruleLines(rules)]],
    ['Red team', redTeamLines(report, rules)],
    ['Process runs, from proc', processes ? ledgerSummary(processes, starts) : []],
    ['Processes in sessions', placingLines(report)],
    ['Cluster', engine ? engineSummary(engine) : []],
    ['Files', inputSummary(report)],
    ['Database', [...databaseLines(report), timingLine(report.timing)]],
    ['Next', nextSteps(report)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([heading, lines]) => [heading, ...lines.map((line) => `  ${line}`)]);
}

/** What told one session from another, where these words are met first. */
function ruleLines({ preset, sessions: { key, ties } }: BuildRules): string[] {
  return [
    `preset ${preset}: a session is what ${key.join(', ')} have from a first logon to the last logoff`,
    `ties ${ties}: ${TIES[ties]}`,
  ];
}

const TIES: Record<SessionRule['ties'], string> = {
  pair: 'rows of a key in one second are put in turns, a logon and its logoff',
  file: 'rows of a key in one second stay as they stand in the file',
  'start-first': 'of the rows of a key in one second the logons come first',
};

function redTeamLines({ labels, redteam }: BuiltReport, { preset, sessions: rule }: BuildRules): string[] {
  if (!labels)
    return ['sessions are not labelled: there is no red-team file, so nobody knows which were attacked'];
  const { matchedOrigin, withoutSession, nowhere } = labels;
  const words: [count: number, text: string][] = [
    [matchedOrigin, 'another destination: matched by origin, the time, user and source of a logon'],
    [withoutSession, 'without: auth has the row, but no session holds it'],
    [nowhere, 'nowhere: no row of auth, and no session'],
  ];
  return [...redTeamFunnel(labels, redteam, { preset, rule }), ...present(words)];
}

/** Where the process starts went. */
function placingLines({ sequences }: BuiltReport): string[] {
  if (!sequences) return [];
  const { starts, inSession, ambiguous, inOpenSession, outsideSessions, withoutSession } = sequences;
  const lines: [count: number, text: string][] = [
    [inSession, 'in a session of their user on their computer'],
    [ambiguous, 'of these in more than one: they went to the one that began later'],
    [inOpenSession, 'in an open session only: no logoff was seen'],
    [outsideSessions, 'outside the sessions of their user there'],
    [withoutSession, 'of a user without any session there'],
  ];
  return [`${formatMany(starts, 'process', 'processes')} to be placed in sessions:`, ...presentCounts(lines)];
}

/** The database first, in what its rows are, then a file of bad rows. */
function databaseLines({ outputs }: BuiltReport): string[] {
  return outputs.map(
    ({ path, rows, bytes }, i) =>
      `${showable(path)}: ${formatMany(rows, i === 0 ? 'session' : 'bad row')}, ${formatBytes(bytes)}`,
  );
}

function nextSteps({ outputs: [database] }: BuiltReport): string[] {
  if (!database) return [];
  const path = showable(database.path);
  return [
    `cmsc dashboard ${path}    look around in it`,
    `cmsc query ${path} "SELECT * FROM sessions WHERE label = 1"    ask it (README.md has more)`,
    `cmsc columns sessions    what each column means`,
  ];
}
