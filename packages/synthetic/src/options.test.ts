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
      beatSeconds: 1,
      slowness: 1,
      users: 12_425,
      computers: 17_684,
      processes: 62_974,
      growth: 1_000_000,
    });
  });

  it('spreads rows over two weeks, over as many days as 205 a second fill, or over the days asked for', () => {
    expect(planOf({ events: 0 }).lastSecond).toBe(14 * 86_400 - 1);
    expect(planOf({ events: 247_000_000 }).lastSecond).toBe(14 * 86_400 - 1);
    expect(planOf({ events: 249_000_000 }).lastSecond).toBe(15 * 86_400 - 1);
    expect(planOf({ events: 1000, days: 0.5 }).lastSecond).toBe(43_200);
    expect(planOf({ events: 1000, days: 1 }).lastSecond).toBe(86_399);
    expect(planOf({ events: 1000, days: 58 }).lastSecond).toBe(5_011_199);
  });

  it('grows with the rows, up to LANL’s own size', () => {
    const [small, middle, large] = [0, 1_000_000, 20_000_000].map((events) => planOf({ events }));
    expect(small).toMatchObject({ users: 2400, computers: 3416, growth: 0 });
    expect(middle).toMatchObject({ users: 2778, computers: 3954, growth: 20_000 });
    expect(large).toMatchObject({ users: 12_425, computers: 17_684, growth: 400_000 });
  });

  it('has a dozen rows or more in a second, and slows all else down as much', () => {
    expect(planOf({ events: 1_000_000 })).toMatchObject({ beatSeconds: 44 });
    expect(planOf({ events: 1_000_000 }).slowness).toBeCloseTo(248, 0);
    expect(planOf({ events: 10 }).beatSeconds).toBe(900);
  });

  it.each([
    [{ events: 2_000_000 }, 749],
    [{ events: 100_000 }, 50],
    [{ events: 1999 }, 0],
    [{ events: 2_000_000, baseRate: 1000 }, 2000],
    [{ events: 3_000_000, baseRate: 0.7 }, 2],
    [{ events: 3_000_000, baseRate: 0 }, 0],
  ])('of %o makes %i rows of redteam', (options, rows) => expect(planOf(options).redteamRows).toBe(rows));

  it.each([
    [{ events: -1 }, 'events'],
    [{ events: 1.5 }, 'events'],
    [{ events: Number.NaN }, 'events'],
    [{ events: 2 ** 60 }, 'events'],
    [{ events: 10, baseRate: -1 }, 'baseRate'],
    [{ events: 10, baseRate: Number.NaN }, 'baseRate'],
    [{ events: 10, baseRate: 50_001 }, 'baseRate'],
    [{ events: 10, days: 0 }, 'days'],
    [{ events: 10, days: 59 }, 'days'],
    [{ events: 10, days: Number.NaN }, 'days'],
    [{ events: 1_000_000, days: 0.001 }, 'events'],
  ])('refuses %o', (options, option) => {
    expect(() => planOf(options)).toThrow(expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }));
    expect(() => planOf(options)).toThrow(`${option} is out of range`);
  });
});
