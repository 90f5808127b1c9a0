import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from './compare-names.js';

describe('compareNames', () => {
  it.each([
    [
      ['part_10', 'part_2', 'part_1'],
      ['part_1', 'part_2', 'part_10'],
    ],
    [
      ['a10b2', 'a10b10', 'a9b99'],
      ['a9b99', 'a10b2', 'a10b10'],
    ],
    [
      ['auth_part_1.csv', 'auth.txt'],
      ['auth.txt', 'auth_part_1.csv'],
    ],
    [
      ['x2', 'x', 'x10', ''],
      ['', 'x', 'x2', 'x10'],
    ],
    [
      ['1', '01', '001'],
      ['001', '01', '1'],
    ],
    [
      ['b', 'B', 'é'],
      ['B', 'b', 'é'],
    ],
    [
      ['d2/auth_1', 'd10/auth_0', 'd2/auth_0'],
      ['d2/auth_0', 'd2/auth_1', 'd10/auth_0'],
    ],
    [
      ['t99999999999999999999', 't100000000000000000000'],
      ['t99999999999999999999', 't100000000000000000000'],
    ],
  ])('sorts %j', (names, sorted) => {
    expect([...names].sort(compareNames)).toEqual(sorted);
  });

  it('is an order', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '2', '_'), maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNames(a, b))).toBe(0 - Math.sign(compareNames(b, a)));
        expect(compareNames(a, b) === 0).toBe(a === b);
        if (compareNames(a, b) < 0 && compareNames(b, c) < 0) expect(compareNames(a, c)).toBeLessThan(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
