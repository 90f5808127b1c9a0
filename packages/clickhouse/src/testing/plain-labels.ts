import type { AuthEvent, RedTeamEvent } from '@cmsc/core';
import type { LabelLedger } from '@cmsc/core';
import type { PlainSession } from './plain-sessions.js';

/** What a session is, as far as its label depends on it. */
export interface LabelledSession {
  user: string;
  destination: string;
  sources: readonly string[];
  start: number;
  /** Null for an open one. */
  end: number | null;
}

/** A session of a key as one that can be labelled. */
export function toLabelled(
  { key, start, end, origins }: PlainSession,
  names: readonly string[],
): LabelledSession {
  const [user, source, destination] = ['dst_user', 'src_machine', 'dst_machine'].map(
    (name) => key[names.indexOf(name)],
  );
  return {
    user: user ?? '',
    destination: destination ?? '',
    sources: source === undefined ? origins : [source],
    start,
    end,
  };
}

/** The rules of ARCHITECTURE.md word for word: everything is compared with everything. */
export function plainLabels(
  redteam: readonly RedTeamEvent[],
  rows: readonly AuthEvent[],
  sessions: readonly LabelledSession[],
) {
  const lastTime = rows.at(-1)?.time ?? -1;
  const tuples = redteam.filter((event, i) => redteam.findIndex((earlier) => isSame(earlier, event)) === i);
  const inside = sessions.map((session) => tuples.filter((tuple) => holds(session, tuple, lastTime)));
  const fates = tuples.map((tuple) => {
    const origin = rows.filter((row) => isOrigin(row, tuple));
    const isIn = (isOpen: boolean) =>
      sessions.some(({ end }, i) => (end === null) === isOpen && inside[i]?.includes(tuple));
    return {
      exact: origin.some((row) => row.dst_machine === tuple.dst_machine),
      matched: origin.length > 0,
      closed: isIn(false),
      open: isIn(true),
    };
  });
  const count = (test: (fate: (typeof fates)[number]) => boolean) => fates.filter(test).length;
  const ledger: LabelLedger = {
    redteamRows: redteam.length,
    distinct: tuples.length,
    matchedExact: count(({ exact }) => exact),
    matchedOrigin: count(({ exact, matched }) => matched && !exact),
    unmatched: count(({ matched }) => !matched),
    inSession: count(({ closed }) => closed),
    inOpenSession: count(({ closed, open }) => open && !closed),
    withoutSession: count(({ closed, open, matched }) => !closed && !open && matched),
    nowhere: count(({ closed, open, matched }) => !closed && !open && !matched),
    attackedSessions: sessions.filter(({ end }, i) => end !== null && inside[i]?.length).length,
  };
  return {
    ledger,
    attackTimes: inside.map((some) =>
      [...new Set(some.map(({ attack_time }) => attack_time))].sort((a, b) => a - b),
    ),
    redteamRows: rows.map(
      (row) =>
        redteam.filter((tuple) => isOrigin(row, tuple) && row.dst_machine === tuple.dst_machine).length,
    ),
  };
}

function isSame(a: RedTeamEvent, b: RedTeamEvent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isOrigin(row: AuthEvent, tuple: RedTeamEvent): boolean {
  return (
    row.time === tuple.attack_time && row.dst_user === tuple.src_user && row.src_machine === tuple.src_machine
  );
}

function holds(session: LabelledSession, tuple: RedTeamEvent, lastTime: number): boolean {
  return (
    session.user === tuple.src_user &&
    session.destination === tuple.dst_machine &&
    session.sources.includes(tuple.src_machine) &&
    session.start <= tuple.attack_time &&
    tuple.attack_time <= (session.end ?? lastTime)
  );
}
