import { AUTH_PRESETS, formatCount, PROC_PRESETS, showable } from '@cmsc/core';
import { labelSummary, ledgerSummary, LOGON_NOUNS, PROCESS_NOUNS } from '../summaries/ledger-summary.js';
import type { Style } from '../terminal/style.js';
import { alignColumns } from '../terminal/text.js';
import type { DemoResult } from './run-demo.js';
import type { SessionRow } from './truth-check.js';

const MOST_SESSIONS_SHOWN = 5;

/**
 * What the demo found, for people, and how to go on. `problems` are what differs from what is known of the data: none,
 * unless cmsc has a bug. `kept` are the folder that the files stay in, if they do, and the report among them.
 */
export function demoText(
  result: DemoResult,
  problems: readonly string[],
  kept: readonly string[],
  style: Style,
): string {
  const { sessions, processes, attacked } = result;
  const logons = { nouns: LOGON_NOUNS, rule: AUTH_PRESETS.destination, open: 'left out' } as const;
  const starts = { nouns: PROCESS_NOUNS, rule: PROC_PRESETS.destination, open: 'left out' } as const;
  const labels = sessions.labels ? labelSummary(sessions.labels) : [];
  const sections: [heading: string, lines: string[]][] = [
    ['Logon sessions', ledgerSummary(sessions.ledger, logons)],
    ['Process runs', ledgerSummary(processes.ledger, starts)],
    ['Red team', labels],
    [attackedHeading(attacked.length), attackedTable(attacked.slice(0, MOST_SESSIONS_SHOWN))],
    ['Check', checkLines(problems, style)],
    ['Kept', kept.map(showable)],
    ['Next, with the files of https://csr.lanl.gov/data/cyber1/', nextSteps()],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => `${style.bold(heading)}\n${lines.map((line) => `  ${line}\n`).join('')}`)
    .join('\n');
}

function attackedHeading(count: number): string {
  const shown = Math.min(count, MOST_SESSIONS_SHOWN);
  return `Attacked sessions (${shown} of ${formatCount(count)})`;
}

function attackedTable(sessions: readonly SessionRow[]): string[] {
  if (sessions.length === 0) return [];
  const rows = sessions.map(({ dst_user, dst_machine, start_time, end_time, origins, attack_times }) => [
    dst_user,
    dst_machine,
    String(start_time),
    String(end_time),
    origins.join(' '),
    attack_times.join(' '),
  ]);
  return alignColumns(
    [['dst_user', 'dst_machine', 'start_time', 'end_time', 'origins', 'attack_times'], ...rows],
    '',
  );
}

function checkLines(problems: readonly string[], style: Style): string[] {
  if (problems.length === 0)
    return [style.green('every count, and every attacked session, is what the generator knows to be true')];
  return problems.map((problem) => style.red(problem));
}

/** In a clone, npm knows the command; elsewhere the shell does. */
function nextSteps(): string[] {
  const cmsc = process.env.npm_lifecycle_event === undefined ? 'cmsc' : 'npx cmsc';
  return [
    `${cmsc} inspect auth.txt.gz`,
    `${cmsc} sessions auth.txt.gz --redteam redteam.txt.gz -o sessions.csv --report report.json`,
    `${cmsc} processes proc.txt.gz -o processes.csv`,
    `${cmsc} label auth.txt.gz --redteam redteam.txt.gz --only attacks`,
    `${cmsc} --help`,
  ];
}
