import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operator } from './list-ref.js';
import { shareComparison, wholeComparison, type NumberComparison } from './number-condition.js';

const OPERATORS: readonly Operator[] = ['<', '<=', '>', '>=', '='];

function keeps({ operator, value }: NumberComparison, whole: number): boolean {
  const bound = Number(value);
  switch (operator) {
    case '<':
      return whole < bound;
    case '<=':
      return whole <= bound;
    case '>':
      return whole > bound;
    case '>=':
      return whole >= bound;
    default:
      return whole === bound;
  }
}

describe('wholeComparison', () => {
  it('keeps the numbers that it says, whatever its sign, decimals and unit', () => {
    const units = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATORS),
        fc.integer({ min: -3000, max: 3000 }),
        fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
        fc.integer({ min: -200_000, max: 200_000 }),
        (operator, thousandths, unit, whole) => {
          const text = `${(thousandths / 1000).toFixed(3)}${unit}`;
          const comparison = wholeComparison(operator, text) as NumberComparison;
          const expected = keeps({ operator, value: thousandths * units[unit] }, whole * 1000);
          expect(keeps(comparison, whole), `${whole} ${operator} ${text}`).toBe(expected);
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });

  it.each([
    ['<', '2.5', { operator: '<=', value: 2 }],
    ['>=', '2.5', { operator: '>', value: 2 }],
    ['<', '2', { operator: '<', value: 2 }],
    ['<', '2.000', { operator: '<', value: 2 }],
    ['>', '-2.5', { operator: '>', value: -3 }],
    ['=', '2.5', { operator: '=', value: 0.5 }],
    ['>', '9007199254740990.5', { operator: '>', value: 9_007_199_254_740_990 }],
    ['<', `1${'0'.repeat(400)}`, { operator: '<', value: Number.MAX_SAFE_INTEGER }],
    ['=', '9007199254740993', { operator: '=', value: 0.5 }],
  ] as const)('reads %s %s', (operator, text, expected) => {
    expect(wholeComparison(operator, text)).toEqual(expected);
  });

  it.each(['', 'x', '1e', '--1', '1.', '.5', '1h30', '٣'])('refuses "%s"', (text) => {
    expect(wholeComparison('=', text)).toBeNull();
  });
});

describe('shareComparison', () => {
  it('takes fractions and per cent', () => {
    expect(shareComparison('>', '0.125')).toEqual({ operator: '>', value: 0.125 });
    expect(shareComparison('>', '12.5%')).toEqual({ operator: '>', value: 0.125 });
    expect(shareComparison('=', '1e-7')).toEqual({ operator: '=', value: 1e-7 });
    expect(shareComparison('=', 'x')).toBeNull();
  });
});
