import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_NUMBER, putBytes, putInt, putMillionths, putNumber } from './ascii.js';

function written(value: number): string {
  const bytes = Buffer.alloc(LONGEST_NUMBER + 2, '.');
  const end = putInt(bytes, 1, value);
  expect(bytes[end]).toBe('.'.charCodeAt(0));
  return bytes.toString('latin1', 1, end);
}

describe('putInt', () => {
  it.each([0, 9, 10, 99, 100, 999, 1000, 5011199, 99_999_999, 1_000_000_000, 2147483647, -1, -2147483648])(
    'writes %d',
    (value) => {
      expect(written(value)).toBe(String(value));
    },
  );

  it('writes every integer as String does', () => {
    const anyDigits = fc
      .integer({ min: 0, max: 31 })
      .chain((bits) => fc.integer({ min: 0, max: 2 ** bits - 1 }));
    fc.assert(
      fc.property(fc.oneof(fc.integer(), anyDigits), (value) => {
        expect(written(value)).toBe(String(value));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('putInt above 32 bits', () => {
  it.each([
    2 ** 31,
    2 ** 32,
    10 ** 9 * 2 ** 22,
    10 ** 15 - 1,
    10 ** 15,
    2 ** 53 - 1,
    -(2 ** 31) - 1,
    1 - 2 ** 53,
  ])('writes %d', (value) => {
    expect(written(value)).toBe(String(value));
  });
});

describe('putBytes', () => {
  it.each([0, 1, 64, 65, 1000])('copies %d bytes', (length) => {
    const source = Buffer.from(Array.from({ length: length + 2 }, (_, i) => i % 251));
    const target = Buffer.alloc(length + 2, 255);
    expect(putBytes(target, 1, source, 1, length + 1)).toBe(length + 1);
    expect(target.subarray(1, length + 1)).toEqual(source.subarray(1, length + 1));
    expect([target[0], target[length + 1]]).toEqual([255, 255]);
  });
});

describe('putNumber', () => {
  const text = (value: number): string => {
    const bytes = Buffer.alloc(LONGEST_NUMBER);
    return bytes.toString('latin1', 0, putNumber(bytes, 0, value));
  };

  it.each([
    [0, '0'],
    [1, '1'],
    [13.408603, '13.408603'],
    [0.000001, '0.000001'],
    [2147.483647, '2147.483647'],
    [2147.483648, '2147.483648'],
    [0.1 + 0.2, '0.30000000000000004'],
    [-1.5, '-1.5'],
    [-0, '0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
  ])('writes %d', (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it('writes what is read as the same number', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.integer().map((n) => n / 1e6),
        ),
        (value) => {
          expect(Number(text(value))).toBe(value === 0 ? 0 : value);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });
});

describe('putMillionths', () => {
  const text = (value: number): string => {
    const bytes = Buffer.alloc(LONGEST_NUMBER);
    return bytes.toString('latin1', 0, putMillionths(bytes, 0, value));
  };

  it.each([
    [0, '0.000000'],
    [-0, '0.000000'],
    [1, '0.000001'],
    [-1, '-0.000001'],
    [25_000, '0.025000'],
    [2 ** 53 - 1, '9007199254.740991'],
  ])('writes %d as %s', (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it('writes what toFixed does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), (value) => {
        expect(text(value)).toBe((value / 1e6).toFixed(6));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});
