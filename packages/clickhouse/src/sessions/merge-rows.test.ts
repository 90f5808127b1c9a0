import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRows, type RowOrder } from './merge-rows.js';
import type { NativeBlock, NumberColumn } from '../native/block-reader.js';

const ORDER: RowOrder<number> = {
  place: (block, row) => numbers(block)[row] as number,
  compare: (a, b) => a - b,
};

function numbers(block: NativeBlock) {
  return (block.columns.get('n') as NumberColumn).values;
}

async function* source(
  sorted: readonly number[],
  blockRows: number,
  onClose: () => void,
): AsyncGenerator<NativeBlock> {
  try {
    for (let i = 0; i < sorted.length; i += blockRows) {
      const values = Int32Array.from(sorted.slice(i, i + blockRows));
      yield { length: values.length, columns: new Map([['n', { type: 'numbers', values }]]) };
    }
  } finally {
    onClose();
  }
}

const sources = fc.array(fc.array(fc.nat(1000), { maxLength: 200 }), { maxLength: 4 });

test('sources in order come out as one in order, and are closed', async () => {
  const property = fc.asyncProperty(sources, fc.integer({ min: 1, max: 50 }), async (lists, blockRows) => {
    let closed = 0;
    const sorted = lists.map((list) => [...list].sort((a, b) => a - b));
    const merged: number[] = [];
    for await (const { block, from, to } of mergeRows(
      sorted.map((list) => source(list, blockRows, () => closed++)),
      ORDER,
    )) {
      expect(to).toBeGreaterThan(from);
      merged.push(...numbers(block).subarray(from, to));
    }
    expect(merged).toEqual(lists.flat().sort((a, b) => a - b));
    expect(closed).toBe(lists.length);
  });
  await fc.assert(property, { seed: 1, numRuns: 200 });
});

test('a single source passes block by block', async () => {
  const ranges: [number, number][] = [];
  for await (const { from, to } of mergeRows([source([1, 2, 3, 4, 5], 2, () => undefined)], ORDER))
    ranges.push([from, to]);
  expect(ranges).toEqual([
    [0, 2],
    [0, 2],
    [0, 1],
  ]);
});

test('when one source fails the others are closed', async () => {
  let closed = 0;
  const broken = (async function* (): AsyncGenerator<NativeBlock> {
    yield* source([1], 1, () => undefined);
    throw new Error('gone');
  })();
  const merging = (async () => {
    for await (const range of mergeRows([broken, source([5, 6], 1, () => closed++)], ORDER))
      expect(range.to).toBe(1);
  })();
  await expect(merging).rejects.toThrow('gone');
  expect(closed).toBe(1);
});
