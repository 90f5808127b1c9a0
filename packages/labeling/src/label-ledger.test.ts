import { describe, expect, it } from 'vitest';
import { labelLedgerProblems } from './label-ledger.js';

const ledger = {
  redteamRows: 12,
  distinct: 10,
  matchedExact: 6,
  matchedOrigin: 1,
  unmatched: 3,
  inSession: 4,
  inOpenSession: 1,
  withoutSession: 2,
  nowhere: 3,
  attackedSessions: 3,
};

describe('labelLedgerProblems', () => {
  it('finds nothing wrong with a ledger that adds up', () => {
    expect(labelLedgerProblems(ledger)).toEqual([]);
  });

  it.each([
    [{ redteamRows: 9 }, 'distinct ≤ redteamRows'],
    [{ matchedExact: 7 }, 'distinct = matchedExact + matchedOrigin + unmatched'],
    [{ inSession: 3 }, 'distinct = inSession + inOpenSession + withoutSession + nowhere'],
    [{ withoutSession: 8, inSession: 1, inOpenSession: 1, nowhere: 0 }, 'withoutSession ≤ matchedExact'],
    [{ nowhere: 4, withoutSession: 1 }, 'nowhere ≤ unmatched'],
    [{ attackedSessions: 0 }, 'attackedSessions = 0 only with inSession = 0'],
    [{ inSession: 0, inOpenSession: 5 }, 'attackedSessions = 0 only with inSession = 0'],
  ])('names what %j breaks', (wrong, rule) => {
    const problems = labelLedgerProblems({ ...ledger, ...wrong });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(rule);
    expect(problems[0]).toContain('distinct 10');
  });
});
