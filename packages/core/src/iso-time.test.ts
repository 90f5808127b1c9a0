import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime, putIsoTime } from './iso-time.js';

test('a time is written as bytes as it is as text', () => {
  const safe = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  const time = fc.oneof(fc.integer(safe), fc.integer({ min: 0, max: 2 ** 51 }), fc.constant(0));
  fc.assert(
    fc.property(time, (microseconds) => {
      const bytes = Buffer.alloc(28, '.');
      const end = putIsoTime(bytes, 1, microseconds);
      expect(end).toBe(28);
      expect(bytes.toString('latin1', 1, end)).toBe(isoTime(microseconds));
    }),
    { seed: 1, numRuns: 1000 },
  );
});
