import { expect, it } from 'vitest';
import { noProcesses, processLedgerProblems } from './process-ledger.js';

it('adds up', () => {
  expect(processLedgerProblems(noProcesses())).toEqual([]);
  const ledger = {
    starts: 10,
    inSession: 4,
    ambiguous: 4,
    inOpenSession: 3,
    outsideSessions: 2,
    withoutSession: 1,
  };
  expect(processLedgerProblems(ledger)).toEqual([]);
});

it('says when it does not', () => {
  const ledger = {
    starts: 9,
    inSession: 4,
    ambiguous: 5,
    inOpenSession: 3,
    outsideSessions: 2,
    withoutSession: 1,
  };
  expect(processLedgerProblems(ledger)).toEqual([
    'starts = inSession + inOpenSession + outsideSessions + withoutSession does not hold: 9 is not 10',
    'ambiguous ≤ inSession does not hold: 5 is above 4',
  ]);
});
