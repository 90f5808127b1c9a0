import { randomNumbers } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOrders,
  plainAp,
  plainAuc,
  plainTprAtFpr,
  rangeOver,
  type PlainUnit,
} from '../testing/all-orders.js';
import type { AccountDay } from './account-days.js';
import { Evaluation, type Metrics } from './evaluation.js';

const SETS = 1000;
const SEED = 1;

function evaluated(units: readonly PlainUnit[], budget: number): Evaluation {
  const evaluation = new Evaluation({ budget, seed: SEED });
  for (const { score, isPositive, day } of units) evaluation.first(score, isPositive, day);
  evaluation.turn();
  for (const { score, isPositive } of units) if (!isPositive) evaluation.second(score);
  return evaluation;
}

function evaluate(units: readonly PlainUnit[], budget: number): Metrics {
  return evaluated(units, budget).metrics(accountDaysOf(units));
}

function accountDaysOf(units: readonly PlainUnit[]): AccountDay[] {
  const found = new Map<string, AccountDay>();
  for (const { account, day, score, isPositive } of units) {
    const key = `${account}/${day}`;
    const known = found.get(key) ?? { day, score: -Infinity, positives: 0 };
    found.set(key, {
      day,
      score: Math.max(known.score, score),
      positives: known.positives + (isPositive ? 1 : 0),
    });
  }
  return [...found.values()];
}

const randomUnits = (days: number): fc.Arbitrary<PlainUnit[]> =>
  fc
    .array(
      fc.record({
        score: fc.integer({ min: 0, max: 3 }),
        isPositive: fc.boolean(),
        day: fc.integer({ min: 0, max: days - 1 }),
        account: fc.constantFrom('U1', 'U2', 'U3'),
      }),
      { minLength: 2, maxLength: 6 },
    )
    .filter((units) => new Set(units.map(({ isPositive }) => isPositive)).size === 2);

describe('the metrics of one order', () => {
  it('are those of a plain quadratic form', () => {
    fc.assert(
      fc.property(randomUnits(1), (units) => {
        const { auc, ap, tprAtFpr } = evaluate(units, 1);
        expect(auc).toBeCloseTo(plainAuc(units), 12);
        expect(ap).toBeCloseTo(plainAp(units), 12);
        for (const [rate, tpr] of Object.entries(tprAtFpr))
          expect(tpr).toBeCloseTo(plainTprAtFpr(units, Number(rate)), 12);
      }),
      { numRuns: SETS, seed: SEED },
    );
  });

  it('range over all orders of equal scores', () => {
    fc.assert(
      fc.property(randomUnits(1), (units) => {
        const orders = allOrders(units);
        const { hitsAt, falseAlarmsBefore } = evaluate(units, 1);
        const hits = rangeOver(
          orders,
          (order) => order.slice(0, 10).filter((unit) => unit.isPositive).length,
        );
        const alarms = rangeOver(orders, (order) => order.findIndex((unit) => unit.isPositive));
        expect(hitsAt['10']).toEqual(hits);
        expectClose(falseAlarmsBefore['1'], alarms);
      }),
      { numRuns: SETS, seed: SEED },
    );
  });
});

describe('curves', () => {
  it('are what each threshold finds, and what each budget finds', () => {
    fc.assert(
      fc.property(randomUnits(2), (units) => {
        const accountDays = accountDaysOf(units);
        const { precisionRecall, foundAccountDays } = evaluated(units, 1).curves(accountDays);
        const positives = units.filter((unit) => unit.isPositive);
        const thresholds = [...new Set(positives.map(({ score }) => score))].sort((a, b) => b - a);
        expect(precisionRecall).toEqual(
          thresholds.map((threshold) => {
            const raised = units.filter(({ score }) => score >= threshold);
            const found = raised.filter((unit) => unit.isPositive).length;
            return { recall: found / positives.length, precision: found / raised.length };
          }),
        );
        for (const { perDay, found, of } of foundAccountDays) {
          const { budget } = evaluate(units, perDay);
          expect({ found, of }).toEqual({ found: budget.accountDays.expected, of: budget.accountDays.of });
        }
      }),
      { numRuns: 200, seed: SEED },
    );
  });
});

describe('what a budget a day finds', () => {
  it('is the same to the last digit whatever order the account-days come in', () => {
    const random = randomNumbers(7);
    const days = Array.from({ length: 3000 }, (_, i): AccountDay => ({
      ...{ day: i % 60, score: Math.floor(random() * 7), positives: random() < 0.1 ? 1 : 0 },
    }));
    const shuffled = days.map((each) => ({ each, at: random() })).sort((a, b) => a.at - b.at);
    const evaluation = evaluated([], 3);
    const [one, other] = [days, shuffled.map(({ each }) => each)].map((given) => {
      const { foundAccountDays } = evaluation.curves(given);
      return { foundAccountDays, ...evaluation.metrics(given).budget };
    });
    expect(other).toEqual(one);
  });

  it('ranges over all orders of equal scores, in units and in account-days', () => {
    fc.assert(
      fc.property(randomUnits(2), fc.integer({ min: 1, max: 4 }), (units, budget) => {
        const found = evaluate(units, budget).budget;
        const positives = (order: PlainUnit[]) => order.filter((unit) => unit.isPositive).length;
        expectClose(
          found.events,
          byDays(units, (day) => rangeOver(allOrders(day), (order) => positives(order.slice(0, budget)))),
        );
        const accounts = accountDaysOf(units);
        const best = (worth: (accountDay: AccountDay) => number) =>
          byDays(accounts, (day) =>
            rangeOver(allOrders(day), (order) =>
              order.slice(0, budget).reduce((sum, one) => sum + worth(one), 0),
            ),
          );
        expectClose(
          found.accountDays,
          best((one) => (one.positives > 0 ? 1 : 0)),
        );
        expectClose(
          found.eventsOfAccountDays,
          best((one) => one.positives),
        );
        expect(found.events.alerts).toBe(byDays(units, (day) => same(Math.min(budget, day.length))).most);
        expect(found.accountDays.of).toBe(accounts.filter((one) => one.positives > 0).length);
      }),
      { numRuns: SETS, seed: SEED },
    );
  });
});

describe('an interval', () => {
  const units = (days: number): PlainUnit[] =>
    Array.from({ length: 20 * days }, (_, i) => ({
      score: (i * 7) % 13,
      isPositive: i % 7 === 0,
      day: i % days,
      account: `U${i % 5}`,
    }));

  it('is null under five days of attack', () => {
    expect(evaluate(units(4), 1).interval).toBeNull();
  });

  it('holds the figure, and comes out the same for the same seed', () => {
    const { interval, auc } = evaluate(units(10), 1);
    expect(interval).toEqual(evaluate(units(10), 1).interval);
    const [low, high] = interval?.auc as [number, number];
    expect(low).toBeLessThanOrEqual(auc);
    expect(high).toBeGreaterThanOrEqual(auc);
  });
});

interface PlainRange {
  least: number;
  expected: number;
  most: number;
}

function byDays<T extends { day: number }>(
  things: readonly T[],
  rangeOf: (day: T[]) => PlainRange,
): PlainRange {
  return [0, 1]
    .map((day) => things.filter((thing) => thing.day === day))
    .filter((day) => day.length > 0)
    .map(rangeOf)
    .reduce(
      (a, b) => ({ least: a.least + b.least, expected: a.expected + b.expected, most: a.most + b.most }),
      same(0),
    );
}

function same(value: number): PlainRange {
  return { least: value, expected: value, most: value };
}

function expectClose(actual: PlainRange | undefined, expected: PlainRange): void {
  expect(actual).toMatchObject({ least: expected.least, most: expected.most });
  expect(actual?.expected).toBeCloseTo(expected.expected, 12);
}
