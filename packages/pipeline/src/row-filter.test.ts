import { Dictionary, noRows } from '@cmsc/core';
import { expect, test } from 'vitest';
import { RowFilter } from './row-filter.js';

test('drops rows of other names, keeps the order, and moves what it drops to filtered', () => {
  const users = new Dictionary();
  for (let i = 0; i < 3000; i++) users.intern(`U${i}`);
  const filter = new RowFilter([
    { column: 1, dictionary: users, patterns: 'U2*' },
    { column: 0, dictionary: users, patterns: 'U7,*9,U8?' },
  ]);
  const events = {
    length: 5,
    time: Int32Array.of(1, 2, 3, 4, 5),
    edge: Uint8Array.of(1, 0, 3, 1, 1),
    ids: [Int32Array.of(9, 9, 8, 19, 9), Int32Array.of(2, 3, 2, 2999, 2001)],
  };
  const kept = filter.apply(events);
  expect(kept.length).toBe(3);
  expect([...kept.time.subarray(0, 3)]).toEqual([1, 4, 5]);
  expect([...kept.edge.subarray(0, 3)]).toEqual([1, 1, 1]);
  expect(kept.ids.map((column) => [...column.subarray(0, 3)])).toEqual([
    [9, 19, 9],
    [2, 2999, 2001],
  ]);
  expect(
    filter.correct({ ...noRows(), rows: 6, starts: 3, ends: 1, other: 1, failedStarts: 1, filtered: 1 }),
  ).toEqual({
    rows: 6,
    starts: 3,
    ends: 0,
    other: 0,
    failedStarts: 0,
    filtered: 3,
    rejected: 0,
  });
  expect(filter.unmet.map(({ pattern }) => pattern)).toEqual(['U7', 'U8?']);
});
