import type { ProcessLedger } from '../joining/process-ledger.js';

/** A session as the plain join takes it; without `end` it is one that never ended. */
export interface PlainSession {
  session: number;
  user: string;
  machine: string;
  start: number;
  end?: number;
}

/** A process start as the plain join takes it. */
export interface PlainStart {
  time: number;
  user: string;
  computer: string;
  process: string;
}

/** A row of session_processes. */
export interface PlainPlaced {
  session: number;
  position: number;
  time: number;
  gap: number;
  process: string;
}

/**
 * The rule of the join, word for word and in quadratic time: every start looks at every session. `starts` are in the
 * order of the file, times ascending; sessions in the order of their numbers.
 */
export function joinPlainly(
  sessions: readonly PlainSession[],
  starts: readonly PlainStart[],
): { placed: PlainPlaced[]; ledger: ProcessLedger } {
  const ledger = {
    starts: 0,
    inSession: 0,
    ambiguous: 0,
    inOpenSession: 0,
    outsideSessions: 0,
    withoutSession: 0,
  };
  const placed: PlainPlaced[] = [];
  for (const { time, user, computer, process } of starts) {
    ledger.starts++;
    const ofPair = sessions.filter((session) => session.user === user && session.machine === computer);
    const begun = ofPair.filter((session) => session.start <= time);
    const holding = begun.filter(({ end }) => end !== undefined && time <= end);
    holding.sort((a, b) => a.start - b.start || a.session - b.session);
    const owner = holding.at(-1);
    if (owner) {
      ledger.inSession++;
      if (holding.length > 1) ledger.ambiguous++;
      const before = placed.filter(({ session }) => session === owner.session);
      const gap = time - (before.at(-1)?.time ?? owner.start);
      placed.push({ session: owner.session, position: before.length + 1, time, gap, process });
    } else if (begun.some(({ end }) => end === undefined)) ledger.inOpenSession++;
    else if (ofPair.length > 0) ledger.outsideSessions++;
    else ledger.withoutSession++;
  }
  placed.sort((a, b) => a.session - b.session || a.position - b.position);
  return { placed, ledger };
}
