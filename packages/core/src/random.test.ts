import { describe, expect, it } from 'vitest';
import { mix, Random } from './random.js';

describe('Random', () => {
  it('gives these numbers on any machine', () => {
    const random = new Random('7/auth');
    expect(Array.from({ length: 4 }, () => random.next())).toMatchInlineSnapshot(`
      [
        480386187,
        1520285738,
        2382531736,
        1618726905,
      ]
    `);
    expect(Array.from({ length: 4 }, () => random.rank(1000, 8))).toMatchInlineSnapshot(`
      [
        11,
        50,
        2,
        0,
      ]
    `);
    expect(Array.from({ length: 4 }, () => random.seconds(16, 2))).toMatchInlineSnapshot(`
      [
        11,
        7,
        3,
        5,
      ]
    `);
  });

  it('gives unrelated streams for texts that differ by one character', () => {
    const [a, b] = [new Random('1/auth'), new Random('2/auth')];
    const equal = Array.from({ length: 1000 }, () => a.below(1000) === b.below(1000)).filter(Boolean);
    expect(equal.length).toBeLessThan(20);
  });

  it('stays within its ranges and reaches their ends', () => {
    const random = new Random('ranges');
    const below = Array.from({ length: 2000 }, () => random.below(3));
    expect(new Set(below)).toEqual(new Set([0, 1, 2]));
    const ranks = Array.from({ length: 20_000 }, () => random.rank(10, 4));
    expect([Math.min(...ranks), Math.max(...ranks)]).toEqual([0, 9]);
    expect(Array.from({ length: 100 }, () => random.rank(1, 2)).every((rank) => rank === 0)).toBe(true);
    const seconds = Array.from({ length: 20_000 }, () => random.seconds(5, 1));
    expect([Math.min(...seconds), Math.max(...seconds)]).toEqual([1, 31]);
  });

  it('gives each octave of ranks the same share, whatever the count', () => {
    for (const count of [255, 1_000_000]) {
      const random = new Random(`ranks of ${count}`);
      const ranks = Array.from({ length: 80_000 }, () => random.rank(count, 8));
      const first = ranks.filter((rank) => rank < count / 255).length;
      const lastHalf = ranks.filter((rank) => rank >= (127 * count) / 255).length;
      expect(first / ranks.length).toBeCloseTo(1 / 8, 1);
      expect(lastHalf / ranks.length).toBeCloseTo(1 / 8, 1);
    }
  });

  it('keeps to the probabilities asked for', () => {
    const random = new Random('chance');
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.25)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(2300);
    expect(hits).toBeLessThan(2700);
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
  });
});

describe('mix', () => {
  it('depends on both numbers and on their order', () => {
    expect(new Set([mix(1, 2), mix(2, 1), mix(1, 3), mix(3, 2)]).size).toBe(4);
    expect(mix(1, 2)).toBe(mix(1, 2));
  });
});
