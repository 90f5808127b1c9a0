import { expect, it } from 'vitest';
import { checkSplitPoint, FIRST_RED_TEAM_EVENT, partOf } from './train-test.js';

it('trains on sessions that have ended before the first red-team event', () => {
  expect(FIRST_RED_TEAM_EVENT).toBe(150885);
  expect(partOf(150884)).toBe('train');
  expect(partOf(150885)).toBe('test');
});

it('splits elsewhere when told to', () => {
  expect(partOf(9, 10)).toBe('train');
  expect(partOf(10, 10)).toBe('test');
});

it.each([0, 150_885, { percent: 0.5 }, { percent: 70 }, 'first-attack'] as const)(
  'parts may meet at %j',
  (point) => expect(() => checkSplitPoint(point)).not.toThrow(),
);

it.each([NaN, -1, 1.5, 2 ** 31, { percent: NaN }, { percent: 0 }, { percent: 100 }, {}, 'last', null])(
  'parts do not meet at %j',
  (point) =>
    expect(() => checkSplitPoint(point as never)).toThrow(/no place to split: ".*" \(give a second such as/),
);
