import type { LabelLedger } from '@cmsc/core';

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
