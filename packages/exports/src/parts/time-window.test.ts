import { expect, test } from 'vitest';
import { TimeWindow } from './time-window.js';

const batch = (...times: number[]) => ({
  length: times.length,
  // Arrays are used again, so they may be longer than the batch.
  time: Int32Array.from([...times, 3, 3]),
  edge: new Uint8Array(times.length + 2),
  ids: [],
});

test('cuts out the rows from one second to another, and numbers all', () => {
  const window = new TimeWindow(3, 5);
  const cut = [batch(1, 2), batch(2, 3, 3, 4), batch(), batch(5, 5, 6), batch(7)].map((events) => {
    const { begin, end, firstRow } = window.of(events);
    return [begin, end, firstRow];
  });
  expect(cut).toEqual([
    [2, 2, 0],
    [1, 4, 2],
    [0, 0, 6],
    [0, 2, 6],
    [0, 0, 9],
  ]);
  expect(window.filtered).toBe(5);
});

test('is open to both sides unless it is told otherwise', () => {
  const window = new TimeWindow();
  expect(window.of(batch(0, 2 ** 31 - 1))).toMatchObject({ begin: 0, end: 2 });
  expect(window.filtered).toBe(0);
});
