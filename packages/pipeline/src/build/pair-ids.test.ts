import { expect, it } from 'vitest';
import { NO_PAIR, PairIds } from './pair-ids.js';

it('numbers pairs in order of appearance, and knows those without a number', () => {
  const pairs = new PairIds();
  const made = [
    ['U1', 'C1'],
    ['U1', 'C2'],
    ['U2', 'C1'],
    ['U1', 'C1'],
  ].map(([user, computer]) => pairs.intern(user!, computer!));
  expect(made).toEqual([0, 1, 2, 0]);
  expect(pairs.findNamed('U2', 'C1')).toBe(2);
  expect(pairs.findNamed('U2', 'C2')).toBe(NO_PAIR);
  expect(pairs.findNamed('U3', 'C1')).toBe(NO_PAIR);
  expect(pairs.find(NO_PAIR, 0)).toBe(NO_PAIR);
});
