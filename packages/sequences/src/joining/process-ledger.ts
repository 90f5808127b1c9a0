/** Where the process starts of a run went. {@link processLedgerProblems} tells whether it adds up. */
export interface ProcessLedger {
  /** All process starts. */
  starts: number;
  /** Those in a complete session. */
  inSession: number;
  /** Those of them that more than one complete session holds: they went to the one that began later. */
  ambiguous: number;
  /** Those that only a session without an end holds. */
  inOpenSession: number;
  /** Those outside every session, while their user has sessions on their computer. */
  outsideSessions: number;
  /** Those whose user has no session on their computer, not even one without an end. */
  withoutSession: number;
}

/** A ledger of nothing yet. */
export function noProcesses(): ProcessLedger {
  return { starts: 0, inSession: 0, ambiguous: 0, inOpenSession: 0, outsideSessions: 0, withoutSession: 0 };
}

/** The identities that a ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function processLedgerProblems(ledger: ProcessLedger): string[] {
  const { starts, inSession, ambiguous, inOpenSession, outsideSessions, withoutSession } = ledger;
  const sum = inSession + inOpenSession + outsideSessions + withoutSession;
  const problems: string[] = [];
  if (starts !== sum)
    problems.push(
      `starts = inSession + inOpenSession + outsideSessions + withoutSession does not hold: ${starts} is not ${sum}`,
    );
  if (ambiguous > inSession)
    problems.push(`ambiguous ≤ inSession does not hold: ${ambiguous} is above ${inSession}`);
  return problems;
}
