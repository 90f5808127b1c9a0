import { expect, test } from 'vitest';
import { makeSlots, sharedColumn, SharedSlots } from './shared-slots.js';
import { Thread } from './thread.js';

type Slot = readonly [Int32Array, Float64Array];

/** Both ends of slots with room for four values. */
function bothEnds(count: number) {
  const memory = makeSlots<Slot>(count, () => [sharedColumn(Int32Array, 4), sharedColumn(Float64Array, 4)]);
  return { memory, filling: new SharedSlots(memory), taking: new SharedSlots(memory) };
}

const columns = (...values: number[]): Slot => [
  Int32Array.from(values),
  Float64Array.from(values, Math.sqrt),
];

function taken({ columns, length }: { columns: Slot; length: number }): number[][] {
  return columns.map((column) => [...column.subarray(0, length)]);
}

test('carries columns in order, over slots that are used again', () => {
  const { filling, taking } = bothEnds(2);
  for (let i = 0; i < 9; i++) {
    filling.append(columns(i, i * i), 2);
    filling.pass();
    expect(taken(taking.take())).toEqual([
      [i, i * i],
      [Math.sqrt(i), i],
    ]);
    taking.release();
  }
});

test('gathers the first values of several columns in a slot, as long as they fit', () => {
  const { filling, taking } = bothEnds(2);
  filling.append(columns(1, 4, 9), 2);
  expect([filling.filled, filling.fits(2), filling.fits(3)]).toEqual([2, true, false]);
  filling.append(columns(16), 1);
  filling.pass();
  expect([filling.filled, filling.fits(4)]).toEqual([0, true]);
  expect(taken(taking.take())).toEqual([
    [1, 4, 16],
    [1, 2, 4],
  ]);
});

test('passes an empty slot on, and one that was filled where it lies', () => {
  const { filling, taking } = bothEnds(3);
  filling.pass();
  filling.free()[0].set([7, 8]);
  filling.pass(1);
  expect([taking.take(), taking.take()].map(taken)).toEqual([
    [[], []],
    [[7], [0]],
  ]);
});

test('goes from hand to hand: who gives a slot back need not have filled it', () => {
  const { memory, filling, taking } = bothEnds(1);
  filling.append(columns(2), 1);
  filling.pass();
  taking.take().columns[1][0] = 5;
  expect(taken(filling.take())).toEqual([[2], [5]]);
  expect([...memory.states]).toEqual([2]);
  filling.release();
  expect([...memory.states]).toEqual([0]);
});

/** Fills one slot after the other, with rising numbers. */
const FILLS = `
import { workerData, parentPort } from 'node:worker_threads';
const { SharedSlots } = await import(workerData.code);
const slots = new SharedSlots(workerData.memory);
parentPort.postMessage('begins');
for (let i = 1; i <= 500; i++) {
  slots.append([Int32Array.of(i, -i), Float64Array.of(i, -i)], 2);
  slots.pass();
}
parentPort.postMessage('done');`;

test('waits for a slot that is full, and for one that is free', async () => {
  const { memory, taking } = bothEnds(3);
  const code = new URL('../../dist/threads/shared-slots.js', import.meta.url).href;
  const thread = new Thread<string>(new URL(`data:text/javascript,${encodeURIComponent(FILLS)}`), {
    ...{ does: 'fills', data: { memory, code } },
  });
  expect(await thread.take()).toBe('begins');
  for (let i = 1; i <= 500; i++) {
    expect(taken(taking.take())).toEqual([
      [i, -i],
      [i, -i],
    ]);
    taking.release();
  }
  expect(await thread.take()).toBe('done');
  await thread.end();
});
