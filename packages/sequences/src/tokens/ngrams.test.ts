import { describe, expect, it } from 'vitest';
import { NgramCounts, ngramsOf } from './ngrams.js';

describe('n-grams', () => {
  it('are all runs of n tokens', () => {
    expect(ngramsOf(['a', 'b', 'a'], 1)).toEqual([['a'], ['b'], ['a']]);
    expect(ngramsOf(['a', 'b', 'a'], 2)).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(ngramsOf(['a', 'b', 'a'], 3)).toEqual([['a', 'b', 'a']]);
    expect(ngramsOf(['a', 'b', 'a'], 4)).toEqual([]);
  });

  it('have from 1 to 5 tokens', () => {
    for (const n of [0, 6, 1.5]) expect(() => ngramsOf([], n)).toThrow('n-grams have from 1 to 5 tokens');
    expect(() => new NgramCounts(6)).toThrow('n-grams have from 1 to 5 tokens');
  });
});

describe('their counts', () => {
  it('say how often, in how many sessions, and in how many attacked ones', () => {
    const counts = new NgramCounts(2);
    counts.add(['a', 'b', 'a', 'b'], 1);
    counts.add(['a', 'b'], 0);
    counts.add(['b'], 1);
    counts.add([], 0);
    expect(counts.rows()).toMatchObject([
      { ngram: 'a b', n: 2, count: 3, sessions: 2, attackedSessions: 1 },
      { ngram: 'b a', n: 2, count: 1, sessions: 1, attackedSessions: 1 },
    ]);
  });

  it('score against the sessions that could hold one', () => {
    const counts = new NgramCounts(1);
    counts.add(['a'], 1);
    counts.add(['b'], 0);
    const before = counts.rows().map(({ zScore }) => zScore);
    counts.add([], 1);
    expect(counts.rows().map(({ zScore }) => zScore)).toEqual(before);
    expect(before[0]).toBeGreaterThan(0);
    expect(before[1]).toBeCloseTo(-before[0]!, 12);
  });

  it('tell tokens with a space in them apart', () => {
    const counts = new NgramCounts(2);
    counts.add(['a b', 'c', 'x', 'a', 'b c'], 0);
    expect(counts.rows().map(({ ngram, count }) => [ngram, count])).toEqual([
      ['a_b c', 1],
      ['c x', 1],
      ['x a', 1],
      ['a b_c', 1],
    ]);
  });
});
