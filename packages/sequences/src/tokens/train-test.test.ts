import { expect, it } from 'vitest';
import { FIRST_RED_TEAM_EVENT, partOf } from './train-test.js';

it('trains on sessions that have ended before the first red-team event', () => {
  expect(FIRST_RED_TEAM_EVENT).toBe(150885);
  expect(partOf(150884)).toBe('train');
  expect(partOf(150885)).toBe('test');
});

it('splits elsewhere when told to', () => {
  expect(partOf(9, 10)).toBe('train');
  expect(partOf(10, 10)).toBe('test');
});
