import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_INT, putBytes, putInt } from './ascii.js';

function written(value: number): string {
  const bytes = Buffer.alloc(LONGEST_INT + 2, '.');
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

describe('putBytes', () => {
  it.each([0, 1, 64, 65, 1000])('copies %d bytes', (length) => {
    const source = Buffer.from(Array.from({ length: length + 2 }, (_, i) => i % 251));
    const target = Buffer.alloc(length + 2, 255);
    expect(putBytes(target, 1, source, 1, length + 1)).toBe(length + 1);
    expect(target.subarray(1, length + 1)).toEqual(source.subarray(1, length + 1));
    expect([target[0], target[length + 1]]).toEqual([255, 255]);
  });
});
