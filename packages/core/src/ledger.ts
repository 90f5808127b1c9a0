import type { RowCounts } from './columns.js';

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
  /** Keys still open at the end of the input: a start, no end yet. */
  open: number;
}

/** Where every row of a run went. {@link ledgerProblems} tells whether it adds up. */
export interface Ledger extends RowCounts, SessionCounts {}

/** The identities that a ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function ledgerProblems(ledger: Ledger): string[] {
  const { rows, starts, ends, other, filtered, rejected, sessions, open, repeatedStarts } = ledger;
  const { extendingEnds, orphanEnds } = ledger;
  const identities: [string, number, number][] = [
    ['rows = starts + ends + other + filtered + rejected', rows, starts + ends + other + filtered + rejected],
    ['starts = sessions + open + repeatedStarts', starts, sessions + open + repeatedStarts],
    ['ends = sessions + extendingEnds + orphanEnds', ends, sessions + extendingEnds + orphanEnds],
  ];
  return identities
    .filter(([, left, right]) => left !== right)
    .map(([identity, left, right]) => `${identity} does not hold: ${left} is not ${right}`);
}
