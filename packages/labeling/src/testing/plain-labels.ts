import type { AuthEvent, RedTeamEvent } from '@cmsc/core';
import type { LabelLedger } from '@cmsc/core';

/** A finished or open session, by names. */
export interface PlainSession {
  dst_user: string;
  dst_machine: string;
  sources: string[];
  start: number;
  /** Undefined for an open session. */
  end: number | undefined;
}

/** What the plain form says of events and sessions. */
export interface PlainLabels {
  /** For each auth row, how many red-team rows it is. */
  redteamRows: number[];
  /** For each session, its distinct attack times. */
  attackTimes: number[][];
  ledger: LabelLedger;
}

const holds = (session: PlainSession, tuple: RedTeamEvent, lastTime: number) =>
  session.dst_user === tuple.src_user &&
  session.dst_machine === tuple.dst_machine &&
  session.sources.includes(tuple.src_machine) &&
  session.start <= tuple.attack_time &&
  tuple.attack_time <= (session.end ?? lastTime);

const isOrigin = (row: AuthEvent, tuple: RedTeamEvent) =>
  row.time === tuple.attack_time && row.dst_user === tuple.src_user && row.src_machine === tuple.src_machine;

const isExact = (row: AuthEvent, tuple: RedTeamEvent) =>
  isOrigin(row, tuple) && row.dst_machine === tuple.dst_machine;

/** The rules of README.md word for word: everything is compared with everything. */
export function plainLabels(
  redteam: RedTeamEvent[],
  rows: AuthEvent[],
  sessions: PlainSession[],
): PlainLabels {
  const lastTime = rows.at(-1)?.time ?? -1;
  const tuples = redteam.filter(
    (event, i) => redteam.findIndex((earlier) => JSON.stringify(earlier) === JSON.stringify(event)) === i,
  );
  const exact = tuples.filter((tuple) => rows.some((row) => isExact(row, tuple)));
  const matched = tuples.filter((tuple) => rows.some((row) => isOrigin(row, tuple)));
  const inAny = (some: PlainSession[]) =>
    tuples.filter((tuple) => some.some((session) => holds(session, tuple, lastTime)));
  const inSession = inAny(sessions.filter(({ end }) => end !== undefined));
  const inAnySession = inAny(sessions);
  const inNone = tuples.filter((tuple) => !inAnySession.includes(tuple));
  const attackTimes = sessions.map((session) => {
    const times = tuples.filter((tuple) => holds(session, tuple, lastTime)).map((tuple) => tuple.attack_time);
    return [...new Set(times)].sort((a, b) => a - b);
  });
  return {
    redteamRows: rows.map((row) => redteam.filter((event) => isExact(row, event)).length),
    attackTimes,
    ledger: {
      redteamRows: redteam.length,
      distinct: tuples.length,
      matchedExact: exact.length,
      matchedOrigin: matched.length - exact.length,
      unmatched: tuples.length - matched.length,
      inSession: inSession.length,
      inOpenSession: inAnySession.length - inSession.length,
      withoutSession: inNone.filter((tuple) => matched.includes(tuple)).length,
      nowhere: inNone.filter((tuple) => !matched.includes(tuple)).length,
      attackedSessions: sessions.filter(({ end }, i) => end !== undefined && attackTimes[i]?.length).length,
    },
  };
}
