import { Dictionary, type EventColumns } from '@cmsc/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BlockCutOff,
  readBlock,
  type NamesColumn,
  type NativeBlock,
  type NumberColumn,
  readBlocks,
} from './block-reader.js';
import { EventBlocks } from './event-blocks.js';

const row = fc.record({
  time: fc.nat(2 ** 31 - 1),
  edge: fc.nat(2),
  user: fc.string({ unit: 'grapheme', maxLength: 200 }),
  machine: fc.nat(400).map((n) => `C${n}`),
});
type Row = { time: number; edge: number; user: string; machine: string };

function toBatch(rows: readonly Row[], users: Dictionary, machines: Dictionary): EventColumns {
  return {
    length: rows.length,
    time: Int32Array.from(rows, ({ time }) => time),
    edge: Uint8Array.from(rows, ({ edge }) => edge),
    ids: [
      Int32Array.from(rows, ({ user }) => users.intern(user)),
      Int32Array.from(rows, ({ machine }) => machines.intern(machine)),
    ],
  };
}

function rowsOf({ length, columns }: NativeBlock): (Row & { row: number })[] {
  const numbers = (name: string) => (columns.get(name) as NumberColumn).values;
  const text = (name: string, i: number) => {
    const { names, indexes } = columns.get(name) as NamesColumn;
    return names[indexes[i] as number] as string;
  };
  return Array.from({ length }, (_, i) => ({
    row: numbers('row')[i] as number,
    time: numbers('time')[i] as number,
    edge: numbers('edge')[i] as number,
    user: text('dst_user', i),
    machine: text('src_machine', i),
  }));
}

function blocksOf(batches: readonly Row[][]): Buffer[] {
  const [users, machines] = [new Dictionary(), new Dictionary()];
  const blocks = new EventBlocks(['dst_user', 'src_machine'], [users, machines]);
  return batches.map((batch) => blocks.block(toBatch(batch, users, machines)));
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

const batches = fc.array(fc.array(row, { minLength: 1, maxLength: 300 }), { maxLength: 4 });

test('what is written is what is read, however the bytes are cut', async () => {
  const property = fc.asyncProperty(batches, fc.integer({ min: 1, max: 3000 }), async (all, size) => {
    const read: (Row & { row: number })[] = [];
    for await (const block of readBlocks(inChunks(Buffer.concat(blocksOf(all)), size)))
      read.push(...rowsOf(block));
    expect(read).toEqual(all.flat().map((event, i) => ({ row: i, ...event })));
  });
  await fc.assert(property, { seed: 1, numRuns: 60 });
});

test('bytes that end too early are an error, wherever they end', async () => {
  const bytes = Buffer.concat(
    blocksOf([
      [{ time: 1, edge: 1, user: 'Ü1', machine: 'C1' }],
      [{ time: 2, edge: 0, user: 'Ü2', machine: 'C1' }],
    ]),
  );
  const firstBlock = readBlock(bytes, 0)[1];
  for (let end = 1; end < bytes.length; end++) {
    if (end === firstBlock) continue;
    const read = (async () => {
      for await (const block of readBlocks(inChunks(bytes.subarray(0, end), 7))) expect(block.length).toBe(1);
    })();
    await expect(read).rejects.toThrow(BlockCutOff);
  }
});

test('an error message in the place of a block is an error', () => {
  expect(() =>
    readBlock(Buffer.from('\r\n__exception__\r\nCode: 241. DB::Exception: Memory limit exceeded'), 0),
  ).toThrow(Error);
});

test('rows are numbered on from block to block, and indexes grow with the names of a block', () => {
  const users = new Dictionary();
  const blocks = new EventBlocks(['dst_user'], [users]);
  const length = 70_000;
  const batch = { length, time: new Int32Array(length), edge: new Uint8Array(length) };
  const different = Int32Array.from({ length }, (_, i) => users.intern(`U${i}`));
  const [block] = readBlock(blocks.block({ ...batch, ids: [different] }), 0);
  expect((block.columns.get('dst_user') as NamesColumn).indexes).toBeInstanceOf(Uint32Array);
  const [second] = readBlock(blocks.block({ ...batch, ids: [different.map((id) => id % 300)] }), 0);
  expect((second.columns.get('dst_user') as NamesColumn).indexes).toBeInstanceOf(Uint16Array);
  expect((second.columns.get('dst_user') as NamesColumn).names.length).toBe(300);
  expect((second.columns.get('row') as NumberColumn).values[1]).toBe(length + 1);
  expect(blocks.rows).toBe(2 * length);
});
