import { describe, expect, it } from 'vitest';
import { logOddsOf } from './log-odds.js';

describe('the score', () => {
  it('is that of the formula', () => {
    const counts = { sessions: 30, attackedSessions: 8, allSessions: 1009, allAttackedSessions: 20 };
    const share = 30.5 / 1010;
    const attacked = (8 + 10 * share) / (12 + 10 * (1 - share));
    const others = (22 + 10 * share) / (967 + 10 * (1 - share));
    const { logOdds, zScore } = logOddsOf(counts);
    expect(logOdds).toBeCloseTo(Math.log(attacked / others), 12);
    const reciprocals = [8 + 10 * share, 12 + 10 * (1 - share), 22 + 10 * share, 967 + 10 * (1 - share)].map(
      (x) => 1 / x,
    );
    const deviation = Math.sqrt(reciprocals.reduce((a, b) => a + b));
    expect(zScore).toBeCloseTo(logOdds / deviation, 12);
    expect(zScore).toBeGreaterThan(1.96);
  });

  it('is 0 for what is as frequent in attacked sessions as in the others', () => {
    const { logOdds } = logOddsOf({
      sessions: 50,
      attackedSessions: 5,
      allSessions: 100,
      allAttackedSessions: 10,
    });
    expect(logOdds).toBeCloseTo(0, 12);
  });

  it('turns its sign around when the labels are swapped', () => {
    const one = logOddsOf({ sessions: 30, attackedSessions: 8, allSessions: 100, allAttackedSessions: 20 });
    const other = logOddsOf({
      sessions: 30,
      attackedSessions: 22,
      allSessions: 100,
      allAttackedSessions: 80,
    });
    expect(one.zScore).toBeCloseTo(-other.zScore, 12);
  });

  it('trusts what was seen often more than what was seen once', () => {
    const once = logOddsOf({ sessions: 1, attackedSessions: 1, allSessions: 1000, allAttackedSessions: 100 });
    const often = logOddsOf({
      sessions: 60,
      attackedSessions: 60,
      allSessions: 1000,
      allAttackedSessions: 100,
    });
    expect(often.zScore).toBeGreaterThan(once.zScore);
    expect(once.zScore).toBeGreaterThan(0);
  });

  it('is finite, and near 0, where nothing or everything was attacked, and for one session', () => {
    for (const allSessions of [1, 1000]) {
      for (const attacked of [0, 1]) {
        for (const sessions of [1, allSessions]) {
          const counts = {
            sessions,
            attackedSessions: sessions * attacked,
            allSessions,
            allAttackedSessions: allSessions * attacked,
          };
          expect(Math.abs(logOddsOf(counts).zScore)).toBeLessThan(0.5);
        }
      }
    }
  });
});
