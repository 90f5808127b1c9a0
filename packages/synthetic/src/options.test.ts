import { describe, expect, it } from 'vitest';
import { planOf } from './options.js';

describe('planOf', () => {
  it('keeps the files in proportion', () => {
    expect(planOf({ events: 1_051_430_459, seed: 7 })).toEqual({
      seed: '7',
      authRows: 1_051_430_459,
      procRows: 426_045_096,
      flowsRows: 129_977_412,
      dnsRows: 40_821_591,
      redteamRows: 749,
      lastSecond: 5_011_199,
      flowsLastSecond: 3_126_928,
      users: 12_425,
      computers: 17_680,
      processes: 62_974,
      pairs: 1_000_000,
    });
  });

  it('spreads rows over as many seconds as 205 a second fill, or over the days asked for', () => {
    expect(planOf({ events: 0 }).lastSecond).toBe(1);
    expect(planOf({ events: 205 }).lastSecond).toBe(1);
    expect(planOf({ events: 206 }).lastSecond).toBe(2);
    expect(planOf({ events: 1000, days: 0.5 }).lastSecond).toBe(43_200);
    expect(planOf({ events: 1000, days: 58 }).lastSecond).toBe(5_011_199);
  });

  it('has the same keys for a row at any size up to full size', () => {
    const small = planOf({ events: 1_000_000 });
    const large = planOf({ events: 20_000_000 });
    expect(large.pairs / small.pairs).toBe(20);
    expect((large.users * large.computers) / (small.users * small.computers)).toBeCloseTo(20, 1);
  });

  it.each([
    [{ events: -1 }, 'events'],
    [{ events: 1.5 }, 'events'],
    [{ events: Number.NaN }, 'events'],
    [{ events: 2 ** 60 }, 'events'],
    [{ events: 10, days: 0 }, 'days'],
    [{ events: 10, days: 59 }, 'days'],
    [{ events: 10, days: Number.NaN }, 'days'],
    [{ events: 1_000_000, days: 0.001 }, 'events'],
  ])('refuses %o', (options, option) => {
    expect(() => planOf(options)).toThrow(expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }));
    expect(() => planOf(options)).toThrow(`${option} is out of range`);
  });
});
