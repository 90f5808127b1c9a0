import { compareBytes } from '@cmsc/core';
import { HostMachine } from './host-machine.js';
import type { KeptEvents } from './kept-events.js';
import { inOrder, withoutDuplicates, type FileDirections } from './order-events.js';
import { count, type WindowsLedger } from './windows-ledger.js';
import type { WindowsProcess, WindowsRun, WindowsSession } from './windows-sessions.js';

/** Sessions and process runs of the events that were kept, host by host; counts them in `ledger`. */
export function sessionizeWindows(
  kept: KeptEvents,
  directions: FileDirections,
  ledger: WindowsLedger,
): WindowsRun {
  const sessions: WindowsSession[] = [];
  const processes: WindowsProcess[] = [];
  const { names } = kept;
  const hosts = kept.hosts();
  const sorted = [...hosts.values()].sort((a, b) => compareBytes(a.name, b.name));
  for (const host of sorted) {
    // Made one host after the other: all at once they would take the most of the memory.
    const all = kept.eventsOf(host);
    const events = withoutDuplicates(all);
    ledger.duplicates += all.length - events.length;
    const machine = new HostMachine(host.name, names, ledger);
    const ofLog = events.filter(({ kind }) => {
      const isElsewhere = kind === 'sysmon' || kind === 'elsewhere';
      if (isElsewhere) count(ledger.other, kind);
      return !isElsewhere;
    });
    for (const event of inOrder(ofLog, directions)) machine.take(event);
    for (const session of byStart(machine.sessions)) sessions.push(session);
    for (const process of byStart(machine.processes)) processes.push(process);
  }
  sessions.forEach((session, place) => (session.number = place + 1));
  countEnds(sessions, processes, ledger);
  return { sessions, processes, names, hosts: [...hosts.keys()] };
}

/** Sorting is stable: of one start, what was written first comes first. */
function byStart<Row extends { start: number }>(rows: Row[]): Row[] {
  return rows.sort((a, b) => a.start - b.start);
}

function countEnds(
  sessions: readonly WindowsSession[],
  processes: readonly WindowsProcess[],
  ledger: WindowsLedger,
): void {
  for (const { endedBy, start, end } of sessions) {
    if (endedBy === 'open') ledger.stillOpen++;
    else if (endedBy === 'boot') ledger.endedByBoot++;
    else if (endedBy === 'reuse') ledger.endedByReuse++;
    if (end === start) ledger.zeroLength++;
    else if (end < start) ledger.negative++;
  }
  for (const { endedBy } of processes) {
    if (endedBy === 'open') ledger.runsStillOpen++;
    else if (endedBy === 'boot') ledger.runsEndedByBoot++;
    else if (endedBy === 'reuse') ledger.runsEndedByReuse++;
  }
  ledger.open = ledger.stillOpen + ledger.endedByBoot + ledger.endedByReuse;
  ledger.runsOpen = ledger.runsStillOpen + ledger.runsEndedByBoot + ledger.runsEndedByReuse;
}
