import { expect, test } from 'vitest';
import { KeyFold } from './key-fold.js';

function events(rows: number[][]) {
  const width = rows[0]?.length ?? 0;
  return {
    length: rows.length,
    time: new Int32Array(rows.length),
    edge: new Uint8Array(rows.length),
    ids: Array.from({ length: width }, (_, column) => Int32Array.from(rows, (row) => row[column] as number)),
  };
}

test.each([1, 2, 3])('leaves keys of %i columns as they are', (width) => {
  const fold = new KeyFold(width);
  const batch = events([[1, 2, 3, 4]]);
  expect(fold.fold(batch)).toBe(batch);
  expect(fold.width).toBe(width);
  expect(fold.unfold([7, 8, 9].slice(0, width))).toEqual([7, 8, 9].slice(0, width));
});

test('folds and unfolds keys of five columns, batch after batch', () => {
  const rows = [
    [1, 2, 3, 4, 5, 9],
    [1, 2, 3, 4, 6, 8],
    [2, 1, 3, 4, 5, 7],
    [1, 2, 3, 4, 5, 6],
  ];
  const fold = new KeyFold(5);
  expect(fold.width).toBe(3);
  const seen = [rows.slice(0, 1), rows.slice(1)].flatMap((part) => {
    const { ids, length } = fold.fold(events(part));
    expect([...(ids[3] as Int32Array)]).toEqual(part.map((row) => row[5]));
    return Array.from({ length }, (_, i) => ids.slice(0, 3).map((column) => column[i] as number));
  });
  expect(seen.map((key) => fold.unfold(key))).toEqual(rows.map((row) => row.slice(0, 5)));
  expect(new Set(seen.map(String)).size).toBe(3);
});

test('goes on from saved pairs with the same ids', () => {
  const rows = [
    [1, 2, 3, 4],
    [2, 2, 3, 4],
  ];
  const fold = new KeyFold(4);
  const wanted = fold.fold(events(rows)).ids.map((column) => [...column]);
  const next = new KeyFold(4);
  next.load(fold.save());
  const reversed = next.fold(events(rows.toReversed())).ids.map((column) => [...column].reverse());
  expect(reversed).toEqual(wanted);
});
