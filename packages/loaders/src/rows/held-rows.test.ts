import { expect, test } from 'vitest';
import { HeldRows, longestInOrder } from './held-rows.js';

test.each([
  [[], []],
  [[5], [5]],
  [
    [9, 1, 2],
    [1, 2],
  ],
  [
    [1, 9, 2, 3],
    [1, 2, 3],
  ],
  [
    [9, 9, 1, 1, 1],
    [1, 1, 1],
  ],
  [
    [5, 6, 1, 7],
    [5, 6, 7],
  ],
  [[1900000000, 7], [7]],
])('of %j, %j are in order', (times, wanted) => {
  expect(longestInOrder(times).map((place) => times[place])).toEqual(wanted);
});

function hold(rows: HeldRows, time: number, line: number): void {
  rows.add({ verdict: { time, edge: 1 }, fields: [], file: 'a', line, bytes: new Uint8Array(0) });
}

test('says which rows depart, and why', () => {
  const rows = new HeldRows();
  [1000, 1_900_000_000, 1001, 12, 1002].forEach((time, i) => hold(rows, time, i + 1));
  expect(rows.take(Infinity).map(({ line, problem }) => [line, problem?.what])).toEqual([
    [1, undefined],
    [2, 'time leaps to 1900000000, and the rows behind it go on at 1001'],
    [3, undefined],
    [4, 'time goes backwards, from 1001 to 12'],
    [5, undefined],
  ]);
});

test('keeps what follows another leap until more is known', () => {
  const rows = new HeldRows();
  [1000, 1001, 5000].forEach((time, i) => hold(rows, time, i + 1));
  expect(rows.take(10).map(({ line }) => line)).toEqual([1, 2]);
  expect(rows.size).toBe(1);
  hold(rows, 1002, 4);
  expect(rows.take(Infinity).map(({ problem }) => problem?.code)).toEqual(['TIME_BACKWARDS', undefined]);
});
