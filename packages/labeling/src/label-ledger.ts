/**
 * Where the red team went in a run: the `labels` of a report. All numbers but the first and the last count distinct
 * tuples. {@link labelLedgerProblems} tells whether they add up.
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

/** The identities that a label ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function labelLedgerProblems(ledger: LabelLedger): string[] {
  const { redteamRows, distinct, matchedExact, matchedOrigin, unmatched, attackedSessions } = ledger;
  const { inSession, inOpenSession, withoutSession, nowhere } = ledger;
  const rules: [string, boolean][] = [
    ['distinct ≤ redteamRows', distinct <= redteamRows],
    [
      'distinct = matchedExact + matchedOrigin + unmatched',
      distinct === matchedExact + matchedOrigin + unmatched,
    ],
    [
      'distinct = inSession + inOpenSession + withoutSession + nowhere',
      distinct === inSession + inOpenSession + withoutSession + nowhere,
    ],
    ['withoutSession ≤ matchedExact + matchedOrigin', withoutSession <= matchedExact + matchedOrigin],
    ['nowhere ≤ unmatched', nowhere <= unmatched],
    ['attackedSessions = 0 only with inSession = 0', (attackedSessions === 0) === (inSession === 0)],
  ];
  const figures = Object.entries(ledger).map(([name, count]) => `${name} ${count}`);
  return rules.filter(([, holds]) => !holds).map(([rule]) => `${rule} does not hold: ${figures.join(', ')}`);
}
