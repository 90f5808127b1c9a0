import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScratchFolder } from '@cmsc/files';
import { KeyTexts } from '../key-texts.js';
import type { TableBatch } from '../table.js';
import { ALL_COLUMNS, MadeUpTable, type MadeUpRow } from '../testing/made-up-table.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { SortedRows } from './sorted-rows.js';

const folder = useTemporaryFolder();

/** What a batch holds, row by row: the key and the numbers of all cells. */
function content({ length, key, columns }: TableBatch): number[][] {
  const cells = (column: TableBatch['columns'][number], row: number): number[] =>
    'offsets' in column
      ? [-1, ...column.values.subarray(column.offsets[row], column.offsets[row + 1])]
      : [column[row]!];
  return Array.from({ length }, (_, row) => [key[row]!, ...columns.flatMap((column) => cells(column, row))]);
}

async function collect(table: MadeUpTable, sizes: number[], memoryBytes: number, sort: boolean) {
  const scratch = new ScratchFolder(folder.path, 'test');
  const spec = sort ? table.spec : { ...table.spec, key: [] };
  const sorter = new SortedRows(spec, table.keys, { memoryBytes, scratch });
  const given: number[][] = [];
  for (const batch of table.batches(sizes)) {
    given.push(...content(batch));
    sorter.add(batch);
  }
  const spilled = folder.names().length > 0;
  const keys = new KeyTexts(table.spec.key.length, table.keys);
  keys.extend();
  const ranks = keys.ranks();
  const got: number[][] = [];
  for await (const batch of sorter.batches) got.push(...content(batch));
  await scratch.remove();
  const expected = sort ? [...given].sort((a, b) => ranks[a[0]!]! - ranks[b[0]!]!) : given;
  return { got, expected, spilled };
}

/** The rank of a row's key, taken from its text. */
function place({ rows, keyIds }: MadeUpTable, [key]: readonly number[]): number {
  return Number(rows[keyIds.indexOf(key!)]!.key[0]!.slice(1));
}

const names = fc.constantFrom('U1', 'U2', 'ü', 'C1');
const rows: fc.Arbitrary<MadeUpRow[]> = fc.array(
  fc.record({
    key: fc.tuple(names, names),
    cells: fc.tuple(
      fc.integer(),
      names,
      fc.array(fc.integer(), { maxLength: 3 }),
      fc.array(names, { maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }),
    ),
  }),
  { maxLength: 60 },
);

const COLUMNS = [
  { name: 'start_time', type: 'int' },
  { name: 'number', type: 'int' },
] as const;

describe('SortedRows', () => {
  it.each([
    ['in memory', 2 ** 26],
    ['in a file', 8],
  ])('gives rows back by rank, or as they came, %s', async (_, memoryBytes) => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rows, sizes, fc.boolean(), async (all, some, sort) => {
        const table = new MadeUpTable(['user', 'machine'], ALL_COLUMNS, all);
        const { got, expected, spilled } = await collect(table, some, memoryBytes, sort);
        expect(got).toEqual(expected);
        expect(spilled).toBe(memoryBytes === 8 && all.length > 0);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it.each([2 ** 27, 2 ** 19])('sorts more rows than a block holds in %d bytes', async (memoryBytes) => {
    const all = Array.from({ length: 40_000 }, (_, i) => ({
      key: [`u${(i * 7919) % 1009}`],
      cells: [i, Array.from({ length: i % 3 }, (_, j) => i + j)],
    }));
    const table = new MadeUpTable(['user'], { start_time: 'int', times: 'int[]' }, all);
    const { got, expected, spilled } = await collect(table, [4096], memoryBytes, true);
    expect(spilled).toBe(memoryBytes === 2 ** 19);
    expect(got).toEqual(expected);
  });

  it.each([2 ** 26, 2 ** 16])(
    'sorts rows of one key by start when they come in another order, in %d bytes',
    async (bytes) => {
      const all = Array.from({ length: 20_000 }, (_, i) => ({
        key: [`u${i % 3 ? i % 7 : 0}`],
        cells: [(i * 7919) % 1009, i],
      }));
      const table = new MadeUpTable(['user'], { start_time: 'int', end_time: 'int' }, all, 'start_time');
      const { got, expected } = await collect(table, [512], bytes, true);
      // No two rows of a key have both times in common, and those that start together came by end.
      const byStart = [...expected].sort(
        (a, b) => place(table, a) - place(table, b) || a[1]! - b[1]! || a[2]! - b[2]!,
      );
      expect(got).toEqual(byStart);
    },
  );

  it.each(['by their texts', 'as numbers'])(
    'sorts keys %s that nobody had heard of when rows were put apart',
    async (how) => {
      const memory = fc.constantFrom(2 ** 10, 2 ** 13, 2 ** 15, 2 ** 17);
      const numbers = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(
          memory,
          numbers,
          fc.boolean(),
          async (memoryBytes, [few, step = 1, late = 0], inOrder) => {
            const scratch = new ScratchFolder(folder.path, 'test');
            const keys = { size: 0, name: (_: number, key: number) => `u${(key * 7919) % 10_007}` };
            const names = how === 'by their texts' ? keys : undefined;
            const spec = { name: 'rows', key: ['user'], columns: COLUMNS, start: 'start_time' };
            const sorter = new SortedRows(spec, names, { memoryBytes, scratch });
            const given: number[][] = [];
            for (let from = 0; from < 3000; from += 100) {
              const rows = Int32Array.from({ length: 100 }, (_, i) => from + i);
              // Few keys to begin with, then more and more; one of them has most of the rows.
              const key = rows.map((row) =>
                row % 3 ? (row * (step + 1)) % (1 + few! + (row > late ? row : 0)) : few!,
              );
              keys.size = Math.max(keys.size, 1 + key.reduce((a, b) => Math.max(a, b)));
              const batch = {
                length: 100,
                key,
                columns: [inOrder ? rows : rows.map((row) => row % 17), rows],
              };
              given.push(...content(batch));
              sorter.add(batch);
            }
            const got: number[][] = [];
            for await (const batch of sorter.batches) got.push(...content(batch));
            await scratch.remove();
            const text = (key: number) => Buffer.from(keys.name(0, key));
            const byKey = (a: number, b: number) => (names ? Buffer.compare(text(a), text(b)) : a - b);
            given.sort((a, b) => byKey(a[0]!, b[0]!) || a[1]! - b[1]! || a[2]! - b[2]!);
            expect(got).toEqual(given);
          },
        ),
        { seed: 1, numRuns: 20 },
      );
    },
  );

  it('takes a list that is larger than the memory it may use', async () => {
    const long = Array.from({ length: 100_000 }, (_, i) => i);
    const all = [[1], long, [], [2, 3], long].map((times, i) => ({ key: [`u${i % 2}`], cells: [i, times] }));
    const table = new MadeUpTable(['user'], { start_time: 'int', times: 'int[]' }, all);
    const { got, expected } = await collect(table, [2], 2 ** 20, true);
    expect(got).toEqual(expected);
  });
});
