import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dictionary } from './dictionary.js';
import { compareBytes } from './text.js';

test('numbers names in order of first appearance', () => {
  const names = new Dictionary();
  expect(['U2', 'U10', 'U2', ''].map((name) => names.intern(name))).toEqual([0, 1, 0, 2]);
  expect(names.size).toBe(3);
  expect(names.names()).toEqual(['U2', 'U10', '']);
  expect(names.name(1)).toBe('U10');
  expect(names.find('U10')).toBe(1);
  expect(names.find('U3')).toBeUndefined();
  expect(() => names.name(3)).toThrow(RangeError);
});

test('finds names that were appended, and goes on behind them', () => {
  const names = new Dictionary();
  expect([names.intern('U2'), names.append('U10'), names.append('')]).toEqual([0, 1, 2]);
  expect(names.size).toBe(3);
  expect(['', 'U3', 'U10', 'U2'].map((name) => names.intern(name))).toEqual([2, 3, 1, 0]);
  expect(names.append('U4')).toBe(4);
  expect(names.find('U4')).toBe(4);
  expect(names.names()).toEqual(['U2', 'U10', '', 'U3', 'U4']);
});

test('ranks names by their bytes', () => {
  const names = new Dictionary();
  for (const name of ['U2', 'U10', '', '?']) names.intern(name);
  expect([...names.ranks()]).toEqual([3, 2, 0, 1]);
});

test('compareBytes orders as the UTF-8 bytes do', () => {
  const anyText = fc.string({ unit: 'binary' });
  const property = fc.property(anyText, anyText, (a, b) => {
    expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  });
  fc.assert(property, { seed: 1, numRuns: 500 });
  expect(compareBytes('\uffff', '\u{10000}')).toBeLessThan(0);
});
