import type { RedTeamEvent } from './events.js';
import type { LabelLedger } from './ledger.js';

/** A distinct row of the red-team file. */
export interface RedTeamTuple extends RedTeamEvent {
  /** How many rows of the file are this tuple: more than 1 where the file repeats itself. */
  rows: number;
}

/** What was met of one red-team tuple, in the events and in the sessions. */
export interface TupleTally extends RedTeamTuple {
  /** Auth rows with its time, user, source and destination. */
  exactRows: number;
  /** Those of them that are LogOn rows, and so start a session or lie in one. */
  logonRows: number;
  /** Those of them that are LogOn rows which failed and so start nothing. */
  failedLogonRows: number;
  /** Auth rows with its time, user and source, but another destination. */
  originRows: number;
  /** Complete sessions that it lies in. */
  sessions: number;
  /** Open sessions that it lies in. */
  openSessions: number;
  /** The destinations of the origin rows, each once, in order of appearance. */
  otherDestinations: string[];
}

/** How a tuple is found in auth: by all four columns, by all but the destination, or not at all. */
export type TupleMatch = 'exact' | 'origin' | 'none';

/**
 * Where a tuple went. The first that is true counts: it lies in a complete session, in an open one, it matches an
 * auth row that is in no session (`event`), or none of these.
 */
export type TupleFate = 'session' | 'open' | 'event' | 'nowhere';

/** The distinct rows of a red-team file, in order of first appearance: a tuple's place is its number. */
export interface DistinctTuples {
  /** Each once. */
  tuples: RedTeamTuple[];
  /** For each row, in file order, the number of its tuple. */
  rowTuples: number[];
}

/** Tells the rows of a red-team file apart, and counts those that are there again. */
export function distinctTuples(events: Iterable<RedTeamEvent>): DistinctTuples {
  const tuples: RedTeamTuple[] = [];
  const numbers = new Map<string, number>();
  const rowTuples = Array.from(events, ({ attack_time, src_user, src_machine, dst_machine }) => {
    const name = JSON.stringify([attack_time, src_user, src_machine, dst_machine]);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    (tuples[number] ??= { attack_time, src_user, src_machine, dst_machine, rows: 0 }).rows++;
    return number;
  });
  return { tuples, rowTuples };
}

/** The tally of a tuple of which nothing is met yet. */
export function tallyOf(tuple: RedTeamTuple): TupleTally {
  return {
    ...tuple,
    exactRows: 0,
    logonRows: 0,
    failedLogonRows: 0,
    originRows: 0,
    sessions: 0,
    openSessions: 0,
    otherDestinations: [],
  };
}

/** How the tuple is found in auth. */
export function matchOf({ exactRows, originRows }: TupleTally): TupleMatch {
  if (exactRows > 0) return 'exact';
  return originRows > 0 ? 'origin' : 'none';
}

/** Where the tuple went. */
export function fateOf(tally: TupleTally): TupleFate {
  if (tally.sessions > 0) return 'session';
  if (tally.openSessions > 0) return 'open';
  return matchOf(tally) === 'none' ? 'nowhere' : 'event';
}

/** The ledger of what was met of all distinct tuples; `attackedSessions` is the number of complete sessions with at least one. */
export function labelLedgerOf(tallies: readonly TupleTally[], attackedSessions: number): LabelLedger {
  const matched = (match: TupleMatch) => tallies.filter((tally) => matchOf(tally) === match).length;
  const went = (fate: TupleFate) => tallies.filter((tally) => fateOf(tally) === fate).length;
  return {
    redteamRows: tallies.reduce((sum, { rows }) => sum + rows, 0),
    distinct: tallies.length,
    matchedExact: matched('exact'),
    matchedOrigin: matched('origin'),
    unmatched: matched('none'),
    inSession: went('session'),
    inOpenSession: went('open'),
    withoutSession: went('event'),
    nowhere: went('nowhere'),
    attackedSessions,
  };
}
