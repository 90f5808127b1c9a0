import { formatCount, formatMany } from '@cmsc/core';
import type { WindowsReport } from '@cmsc/pipeline';
import { present } from './run-summary.js';

type Ledger = WindowsReport['ledger'];

/** What became of the rows of Windows events, in plain words. */
export function windowsSummary({ command, ledger, labels, options }: WindowsReport): string[] {
  const { filtered = 0, ...other } = ledger.other;
  return [
    `${formatMany(ledger.rows, 'row')} read (${counted(ledger.dialects)}): ${formatMany(ledger.starts, 'logon')}, ${formatMany(ledger.ends, 'logoff')}, ${formatMany(ledger.processStarts, 'process start')}, ${formatMany(ledger.processEnds, 'process end')}`,
    ...present([
      [total(other), `others: ${counted(other)}`],
      [filtered, `${formatMany(filtered, 'row')} kept out by --from and --to`],
      [ledger.duplicates, `${formatMany(ledger.duplicates, 'row')} there twice`],
      [total(ledger.rejected), `bad rows: ${counted(ledger.rejected)}`],
      [
        ledger.zoneless,
        `${formatMany(ledger.zoneless, 'time')} without a zone, taken as ${String(options['timeZone'])} (--time-zone)`,
      ],
    ]),
    `${formatMany(ledger.sessions, 'session')} with both ends`,
    ...present(reasons(ledger, command === 'build' ? IN_DATABASE : fateOfOpen(options['keepOpen'] === true))),
    `${formatMany(ledger.runs, 'process run')} with both ends`,
    ...present(processReasons(ledger)),
    ...labelLines(labels),
  ];
}

const IN_DATABASE = 'in the table open_sessions';

function fateOfOpen(keepOpen: boolean): string {
  return keepOpen ? 'written without an end' : 'left out (--keep-open writes them)';
}

function reasons(ledger: Ledger, fate: string): [number, string][] {
  const { open, stillOpen, endedByBoot, endedByReuse } = ledger;
  return [
    [
      open,
      `${formatMany(open, 'session')} without a logoff: ${formatCount(stillOpen)} still open, ${formatCount(endedByBoot)} ended by a restart, ${formatCount(endedByReuse)} by a new logon of their id; ${fate}`,
    ],
    [
      ledger.extendingEnds,
      `${formatMany(ledger.extendingEnds, 'further logoff')}, such as the 4634 after a 4647`,
    ],
    [ledger.orphanEnds, `${formatMany(ledger.orphanEnds, 'logoff')} whose logon was not read`],
    [ledger.zeroLength, `${formatCount(ledger.zeroLength)} last no time at all`],
    [ledger.negative, `${formatCount(ledger.negative)} end before they begin: the clock was set back`],
    [
      ledger.boots,
      `${formatMany(ledger.boots, 'restart')}, ${formatMany(ledger.clockJumps, 'jump')} of a clock`,
    ],
    [
      ledger.linkedPairs,
      `${formatMany(ledger.linkedPairs, 'pair')} of sessions of one logon, one of them elevated`,
    ],
  ];
}

function processReasons(ledger: Ledger): [number, string][] {
  const { processStarts, processesInSession, processesInService, processesWithoutLogon, runsOpen } = ledger;
  return [
    [
      processStarts,
      `of the starts ${formatCount(processesInSession)} in sessions, ${formatCount(processesInService)} in the system’s own, ${formatCount(processesWithoutLogon)} in sessions whose logon was not read`,
    ],
    [runsOpen, `${formatMany(runsOpen, 'run')} without an end`],
    [ledger.orphanProcessEnds, `${formatMany(ledger.orphanProcessEnds, 'end')} whose start was not read`],
  ];
}

function labelLines(labels: WindowsReport['labels']): string[] {
  if (!labels) return [];
  const { rows, inSession, inOpenSession, withoutSession, labelledSessions } = labels;
  return [
    `${formatMany(rows, 'label')}: ${formatCount(inSession)} in a session, ${formatCount(inOpenSession)} in an open one, ${formatCount(withoutSession)} in none; ${formatMany(labelledSessions, 'session')} labelled`,
    ...present([[withoutSession, counted(labels.reasons)]]),
  ];
}

function total(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((sum, count = 0) => sum + count, 0);
}

function counted(counts: Readonly<Partial<Record<string, number>>>): string {
  const entries = Object.entries(counts).sort(([, a = 0], [, b = 0]) => b - a);
  return entries.map(([name, count = 0]) => `${formatCount(count)} ${name}`).join(', ') || 'none';
}
