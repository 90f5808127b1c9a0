import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyIds } from './key-ids.js';
import { LOOKED_UP_ROWS } from './key-table.js';

/** The ids of rows by their text, and the rows of each batch whose key was new. */
function plainIds(batches: readonly number[][][]): { ids: number[]; newRows: number[][] } {
  const known = new Map<string, number>();
  const ids: number[] = [];
  const newRows = batches.map((rows) =>
    rows.flatMap((row, i) => {
      const isNew = !known.has(row.join());
      if (isNew) known.set(row.join(), known.size);
      ids.push(known.get(row.join())!);
      return isNew ? [i] : [];
    }),
  );
  return { ids, newRows };
}

const columnsOf = (rows: readonly number[][], width: number): Int32Array[] =>
  Array.from({ length: width }, (_, column) => Int32Array.from(rows, (row) => row[column]!));

function located(keys: KeyIds, batches: readonly number[][][], width: number) {
  const ids: number[] = [];
  const newRows = batches.map((rows) => {
    const before = keys.size;
    keys.locate(columnsOf([[...Array(width).keys()], ...rows], width), 1, 1 + rows.length);
    const found = [...keys.found.subarray(0, rows.length)];
    ids.push(...found);
    return found.flatMap((id, row) => (id >= before && found.indexOf(id) === row ? [row] : []));
  });
  return { ids, newRows };
}

const manyRows: fc.Arbitrary<{ width: number; batches: number[][][] }> = fc
  .integer({ min: 1, max: 9 })
  .chain((width) =>
    fc.record({
      width: fc.constant(width),
      batches: fc.array(
        fc.array(
          fc.array(fc.constantFrom(-1, 0, 1, 7, 2 ** 31 - 1), { minLength: width, maxLength: width }),
          { maxLength: 40 },
        ),
        { maxLength: 6 },
      ),
    }),
  );

describe('KeyIds', () => {
  it('numbers keys of any width as a map of their text does, new ones in their order', () => {
    fc.assert(
      fc.property(manyRows, ({ width, batches }) => {
        const keys = new KeyIds(width);
        expect(located(keys, batches, width)).toEqual(plainIds(batches));
        const rows = batches.flat();
        expect(keys.size).toBe(new Set(rows.map(String)).size);
        const again = new KeyIds(width);
        again.load(keys.save());
        expect(located(again, [rows.slice(0, LOOKED_UP_ROWS)], width).newRows).toEqual([[]]);
        for (let column = 0; column < width; column++)
          expect(again.column(column)).toEqual(keys.column(column));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('keeps apart far more keys than an index begins with', () => {
    const keys = new KeyIds(2);
    const ids: number[] = [];
    for (let turn = 0; turn < 2; turn++)
      for (let from = 0; from < 20_000; from += LOOKED_UP_ROWS) {
        const numbers = Int32Array.from({ length: LOOKED_UP_ROWS }, (_, i) => from + i);
        keys.locate(
          [numbers.map((n) => n % 141), numbers.map((n) => Math.floor(n / 141))],
          0,
          numbers.length,
        );
        ids.push(...keys.found);
      }
    expect(keys.size).toBe(ids.length / 2);
    ids.forEach((id, i) => expect(id).toBe(i % keys.size));
  });
});
