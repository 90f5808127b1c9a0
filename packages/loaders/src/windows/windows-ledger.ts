import type { WindowsEventKind } from './event-kinds.js';
import type { Rejection } from './read-event.js';

/** What becomes of events that begin and end no session and no run. */
export type OtherEvent =
  | Exclude<WindowsEventKind, 'start' | 'end' | 'processStart' | 'processEnd'>
  | 'serviceIds'
  | 'noLogonId'
  | 'noProcessId'
  | 'bulkActions'
  | 'filtered';

/** Where every row of Windows events went. {@link windowsLedgerProblems} tells whether it adds up. */
export interface WindowsLedger {
  /** All rows, bad ones too. */
  rows: number;
  /** Logons that may begin a session: of ids that are not the system's own. */
  starts: number;
  /** Logoffs of such ids. */
  ends: number;
  processStarts: number;
  processEnds: number;
  /** Events that were there before: same host, log, record, event and second. */
  duplicates: number;
  /** Sessions with a start and an end. */
  sessions: number;
  /** Logoffs that moved the end of a session: a 4634 after its 4647. */
  extendingEnds: number;
  /** Logoffs whose logon was not read. */
  orphanEnds: number;
  /** Sessions that last 0 µs. */
  zeroLength: number;
  /** Sessions that end before they began: the clock was set back. */
  negative: number;
  /** Sessions without a logoff: all of the next three. */
  open: number;
  stillOpen: number;
  endedByBoot: number;
  endedByReuse: number;
  /** Process runs with a start and an end. */
  runs: number;
  /** Runs without an end: all of the next three. */
  runsOpen: number;
  runsStillOpen: number;
  runsEndedByBoot: number;
  runsEndedByReuse: number;
  /** Ends of processes whose start was not read. */
  orphanProcessEnds: number;
  /** Starts of processes in sessions that were read. */
  processesInSession: number;
  /** Starts in the sessions of the system itself. */
  processesInService: number;
  /** Starts in sessions whose logon was not read. */
  processesWithoutLogon: number;
  /** Starts that name no session. */
  processesWithoutId: number;
  /** Of those in sessions: after the logoff. */
  processesAfterEnd: number;
  /** Ends that name another session than their starts. */
  otherSessionAtExit: number;
  /** Restarts of computers. */
  boots: number;
  /** Times that a clock was moved by more than a second. */
  clockJumps: number;
  /** Rows whose time names no zone. */
  zoneless: number;
  /** Locks, unlocks, reconnects and disconnects of sessions whose logon was not read. */
  unattached: number;
  /** Pairs of sessions of one logon, one of them elevated, that name each other. */
  linkedPairs: number;
  /** Rows of each dialect. */
  dialects: Record<string, number>;
  /** Events that begin and end nothing, by kind. */
  other: Partial<Record<OtherEvent, number>>;
  /** Bad rows, by what is wrong with them. */
  rejected: Partial<Record<Rejection, number>>;
}

/** A ledger of nothing. */
export function emptyLedger(): WindowsLedger {
  return {
    ...{ rows: 0, starts: 0, ends: 0, processStarts: 0, processEnds: 0, duplicates: 0 },
    ...{ sessions: 0, extendingEnds: 0, orphanEnds: 0, zeroLength: 0, negative: 0 },
    ...{ open: 0, stillOpen: 0, endedByBoot: 0, endedByReuse: 0 },
    ...{ runs: 0, runsOpen: 0, runsStillOpen: 0, runsEndedByBoot: 0, runsEndedByReuse: 0 },
    ...{ orphanProcessEnds: 0, processesInSession: 0, processesInService: 0, processesWithoutLogon: 0 },
    ...{ processesWithoutId: 0, processesAfterEnd: 0, otherSessionAtExit: 0 },
    ...{ boots: 0, clockJumps: 0, zoneless: 0, unattached: 0, linkedPairs: 0 },
    ...{ dialects: {}, other: {}, rejected: {} },
  };
}

/** Counts something by name. */
export function count<Name extends string>(counts: Partial<Record<Name, number>>, name: Name): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** The identities that a ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function windowsLedgerProblems(ledger: WindowsLedger): string[] {
  const { rows, starts, ends, processStarts, processEnds, duplicates, sessions, open, runs } = ledger;
  const { processesInSession, processesInService, processesWithoutLogon, processesWithoutId } = ledger;
  const counted = starts + ends + processStarts + processEnds + duplicates;
  const placed = processesInSession + processesInService + processesWithoutLogon + processesWithoutId;
  const identities: [string, number, number][] = [
    ['rows', rows, counted + sum(ledger.other) + sum(ledger.rejected)],
    ['starts', starts, sessions + open],
    ['open', open, ledger.stillOpen + ledger.endedByBoot + ledger.endedByReuse],
    ['ends', ends, sessions + ledger.extendingEnds + ledger.orphanEnds],
    ['processStarts', processStarts, runs + ledger.runsOpen],
    ['runsOpen', ledger.runsOpen, ledger.runsStillOpen + ledger.runsEndedByBoot + ledger.runsEndedByReuse],
    ['places of processStarts', processStarts, placed],
    ['processEnds', processEnds, runs + ledger.orphanProcessEnds],
    ['dialects', sum(ledger.dialects), rows - sum(ledger.rejected)],
  ];
  return identities
    .filter(([, left, right]) => left !== right)
    .map(([name, left, right]) => `${name} do not add up: ${left} is not ${right}`);
}

function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, value = 0) => total + value, 0);
}

/** Adds what was counted of a part of the rows before any session was made of them. */
export function addCounts(
  ledger: WindowsLedger,
  { rows, zoneless, ...named }: Pick<WindowsLedger, 'rows' | 'zoneless' | 'dialects' | 'other' | 'rejected'>,
): void {
  ledger.rows += rows;
  ledger.zoneless += zoneless;
  for (const part of ['dialects', 'other', 'rejected'] as const) {
    const counts: Partial<Record<string, number>> = ledger[part];
    for (const [name, more = 0] of Object.entries(named[part])) counts[name] = (counts[name] ?? 0) + more;
  }
}
