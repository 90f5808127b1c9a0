/** What was met of one red-team tuple, in the events and in the sessions. */
export interface TupleTally {
  /** Auth rows with its time, user, source and destination. */
  exactRows: number;
  /** Those of them that are LogOn rows, and so start a session or lie in one. */
  logonRows: number;
  /** Those of them that are LogOn rows which failed and so start nothing. */
  failedLogonRows: number;
  /** Auth rows with its time, user and source, but another destination. */
  originRows: number;
  /** The destinations of those, in order of appearance. */
  otherDestinations: Set<string>;
  /** Complete sessions that it lies in. */
  sessions: number;
  /** Open sessions that it lies in. */
  openSessions: number;
}

/** A tally of nothing met yet. */
export function emptyTally(): TupleTally {
  return {
    exactRows: 0,
    logonRows: 0,
    failedLogonRows: 0,
    originRows: 0,
    otherDestinations: new Set(),
    sessions: 0,
    openSessions: 0,
  };
}

/** How a tuple is found in auth: by all four columns, by all but the destination, or not at all. */
export type TupleMatch = 'exact' | 'origin' | 'none';

/**
 * Where a tuple went. The first that is true counts: it lies in a complete session, in an open one, it matches an
 * auth row that is in no session (`event`), or none of these.
 */
export type TupleFate = 'session' | 'open' | 'event' | 'nowhere';

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
