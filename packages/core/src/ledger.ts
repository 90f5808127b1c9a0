/**
 * What became of the rows that a reader went through. `rows` is the sum of all the others but `failedStarts`, which is a
 * part of `other`.
 */
export interface RowCounts {
  /** All rows. */
  rows: number;
  /** LogOn rows, process starts. */
  starts: number;
  /** LogOff rows, process ends. */
  ends: number;
  /** Rows that neither start nor end anything: TGS, TGT, AuthMap, ScreenLock, ScreenUnlock, and failed LogOns. */
  other: number;
  /** LogOn rows that failed and so start nothing; none where they start something. */
  failedStarts: number;
  /** Rows kept out by a filter. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** Counts of nothing read yet. */
export function noRows(): RowCounts {
  return { rows: 0, starts: 0, ends: 0, other: 0, failedStarts: 0, filtered: 0, rejected: 0 };
}

/** What the sessionizer did with the starts and ends it was given. */
export interface SessionCounts {
  /** Keys with at least one start or end. */
  keys: number;
  /** Sessions with a start and an end. */
  sessions: number;
  /** Those of them that last 0 seconds. */
  zeroLength: number;
  /** Starts while their key was open already. */
  repeatedStarts: number;
  /** Ends that moved the end of a closed session. */
  extendingEnds: number;
  /** Ends of keys that nothing had started. */
  orphanEnds: number;
  /** Sessions with no end: keys still open at the end of the input, and open ones that a restart has given up. */
  open: number;
}

/** Counts of nothing paired yet, under keys that are counted elsewhere. */
export function noSessions(): Omit<SessionCounts, 'keys'> {
  return { sessions: 0, zeroLength: 0, repeatedStarts: 0, extendingEnds: 0, orphanEnds: 0, open: 0 };
}

/** Where every row of a run went. {@link ledgerProblems} tells whether it adds up. */
export interface Ledger extends RowCounts, SessionCounts {}

/**
 * Where the red team went in a run: the `labels` of a report. All numbers but the first and the last count distinct
 * tuples. `labelLedgerProblems` of @cmsc/labeling tells whether they add up.
 */
export interface LabelLedger {
  /** Rows of the red-team file. */
  redteamRows: number;
  /** Distinct tuples among them. */
  distinct: number;
  /** Tuples whose time, user, source and destination an auth row has. */
  matchedExact: number;
  /** Tuples whose time, user and source an auth row has, but none has the destination too. */
  matchedOrigin: number;
  /** All other tuples. */
  unmatched: number;
  /** Tuples that lie in a complete session. */
  inSession: number;
  /** Tuples that lie in an open session and in no complete one. */
  inOpenSession: number;
  /** Tuples that an auth row matches, exactly or by origin, and that lie in no session. */
  withoutSession: number;
  /** Tuples that no auth row matches and that lie in no session. */
  nowhere: number;
  /** Complete sessions with at least one tuple. */
  attackedSessions: number;
}

/** The identities that a ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function ledgerProblems(ledger: Ledger): string[] {
  const { rows, starts, ends, other, filtered, rejected, sessions, open, repeatedStarts } = ledger;
  const { extendingEnds, orphanEnds, failedStarts } = ledger;
  const identities: [string, number, number][] = [
    ['rows = starts + ends + other + filtered + rejected', rows, starts + ends + other + filtered + rejected],
    ['starts = sessions + open + repeatedStarts', starts, sessions + open + repeatedStarts],
    ['ends = sessions + extendingEnds + orphanEnds', ends, sessions + extendingEnds + orphanEnds],
  ];
  const problems = identities
    .filter(([, left, right]) => left !== right)
    .map(([identity, left, right]) => `${identity} does not hold: ${left} is not ${right}`);
  if (failedStarts > other)
    problems.push(`failedStarts ≤ other does not hold: ${failedStarts} is more than ${other}`);
  return problems;
}
