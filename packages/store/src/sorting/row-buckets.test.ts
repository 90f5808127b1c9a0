import { describe, expect, it } from 'vitest';
import { planBuckets } from './row-buckets.js';

const ranges = (ranks: number[], weights: number[], bytes: number) =>
  planBuckets(Int32Array.from(ranks), Float64Array.from(weights), bytes).map(({ lowest, end }) => [
    lowest,
    end,
  ]);

describe('planBuckets', () => {
  it('cuts the ranks where the bytes of a bucket are used up', () => {
    // By rank the weights are 30, 10, 20, 40.
    expect(ranges([1, 0, 3, 2], [10, 30, 40, 20], 60)).toEqual([
      [0, 3],
      [3, 4],
    ]);
  });

  it('gives a key that is too large a bucket to itself', () => {
    expect(ranges([0, 1, 2], [1, 100, 1], 10)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('takes keys without rows along, also those that nothing was heard of', () => {
    expect(ranges([2, 1, 0], [5], 10)).toEqual([[0, 3]]);
  });

  it('makes one bucket of nothing', () => {
    expect(ranges([], [], 10)).toEqual([[0, 0]]);
  });
});
