import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP_BUCKETS, GAP_TOKENS, gapBounds, gapBucket, gapToken } from './gap-buckets.js';

describe('gap buckets', () => {
  it('double in width', () => {
    const cases: [gap: number, bucket: number, token: string][] = [
      [0, 0, '+0s'],
      [1, 1, '+1s'],
      [2, 2, '+2-3s'],
      [3, 2, '+2-3s'],
      [4, 3, '+4-7s'],
      [7, 3, '+4-7s'],
      [8, 4, '+8-15s'],
      [86400, 17, '+65536-131071s'],
      [2 ** 30 - 1, 30, '+536870912-1073741823s'],
      [2 ** 30, 31, '+1073741824-2147483647s'],
      [2 ** 31 - 1, 31, '+1073741824-2147483647s'],
    ];
    for (const [gap, bucket, token] of cases) {
      expect([gap, gapBucket(gap)]).toEqual([gap, bucket]);
      expect(gapToken(bucket)).toBe(token);
    }
  });

  it('hold the gaps between their bounds and no others', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), (gap) => {
        const { least, most } = gapBounds(gapBucket(gap));
        expect(gap).toBeGreaterThanOrEqual(least);
        expect(gap).toBeLessThanOrEqual(most);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('leave no gap out and none twice', () => {
    const bounds = Array.from({ length: GAP_BUCKETS }, (_, bucket) => gapBounds(bucket));
    bounds.slice(1).forEach(({ least }, i) => expect(least).toBe(bounds[i]!.most + 1));
    expect(bounds.at(-1)!.most).toBe(2 ** 31 - 1);
    expect(new Set(GAP_TOKENS).size).toBe(GAP_BUCKETS);
  });

  it('are numbered from 0 to 31', () => {
    for (const bucket of [-1, 32, 1.5, Number.NaN])
      expect(() => gapBounds(bucket)).toThrow(`there is no gap bucket ${bucket}`);
  });
});
