import { Dictionary } from '@cmsc/core';
import { expect, it } from 'vitest';
import { IdTranslation, NO_PAIR, PairIds, PairsOfKeys } from './pair-ids.js';

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

it('translates ids by name, also of names that come later', () => {
  const [from, to] = [new Dictionary(), new Dictionary()];
  ['a', 'b'].forEach((name) => to.intern(name));
  const translation = new IdTranslation(from, to);
  const ids = ['b', 'c', 'a'].map((name) => translation.of(from.intern(name)));
  expect(ids).toEqual([1, NO_PAIR, 0]);
});

it('looks a key up once', () => {
  const asked: number[] = [];
  const pairs = new PairsOfKeys((key) => {
    asked.push(key);
    return key === 5000 ? NO_PAIR : key * 10;
  });
  expect([...pairs.of(Int32Array.of(0, 5000, 0, 3, 5000, 9), 5)]).toEqual([0, NO_PAIR, 0, 30, NO_PAIR]);
  expect(asked).toEqual([0, 5000, 3]);
});
