import { expect, test } from 'vitest';
import { ledgerProblems, type Ledger } from './ledger.js';

const right: Ledger = {
  rows: 15,
  starts: 6,
  ends: 5,
  other: 2,
  failedStarts: 0,
  filtered: 1,
  rejected: 1,
  keys: 3,
  sessions: 3,
  zeroLength: 1,
  repeatedStarts: 1,
  extendingEnds: 1,
  orphanEnds: 1,
  open: 2,
};

test('a ledger that adds up has no problems', () => {
  expect(ledgerProblems(right)).toEqual([]);
});

test.each([
  ['rows', 'rows = starts + ends + other + filtered + rejected does not hold: 16 is not 15'],
  ['open', 'starts = sessions + open + repeatedStarts does not hold: 6 is not 7'],
  ['orphanEnds', 'ends = sessions + extendingEnds + orphanEnds does not hold: 5 is not 6'],
] as const)('says when %s is off by one', (part, problem) => {
  expect(ledgerProblems({ ...right, [part]: right[part] + 1 })).toEqual([problem]);
});

test('says when more starts have failed than there are others', () => {
  expect(ledgerProblems({ ...right, failedStarts: 2 })).toEqual([]);
  const problem = 'failedStarts ≤ other does not hold: 3 is more than 2';
  expect(ledgerProblems({ ...right, failedStarts: 3 })).toEqual([problem]);
});
