import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column } from '../lists/column.js';
import { layoutColumns } from './column-layout.js';

const COLUMNS = [
  column('id', 'number', 10),
  column('dst_user', 'text', 16, 3),
  column('origins', 'texts', 12, 2),
  { ...column('process', 'text', 0), hidden: true as const },
  column('start_time', 'time', 10),
];

const widthsOf = (width: number, row: (string | number | null)[], current = 0, clock = false) => {
  const blocks = [[row]];
  const { placed, hiddenRight } = layoutColumns({ columns: COLUMNS, current, width, clock, blocks });
  return [...placed.map((each) => [each.column.name, each.width]), hiddenRight];
};

describe('layoutColumns', () => {
  it('gives each column what is in it, and no more', () => {
    expect(widthsOf(80, [1234, 'U1@DOM1', 'C1', null, 5])).toEqual([
      ['id', 5],
      ['dst_user', 9],
      ['origins', 8],
      ['start_time', 11],
      0,
    ]);
  });

  it('cuts texts, and no numbers, so that more columns fit; what is left over goes to those that are cut', () => {
    const row = [123_456, 'U'.repeat(40), 'C'.repeat(30), null, 5_000_000];
    expect(widthsOf(60, row)).toEqual([['id', 7], ['dst_user', 22], ['origins', 17], ['start_time', 11], 0]);
    expect(widthsOf(40, row)).toEqual([['id', 7], ['dst_user', 18], ['origins', 13], 1]);
    expect(widthsOf(200, row).slice(1, 3)).toEqual([
      ['dst_user', 40],
      ['origins', 30],
    ]);
  });

  it('is wide enough for times as they are shown', () => {
    const row = [1, 'U1', 'C1', null, 5_000_000];
    expect(widthsOf(80, row, 0, true)[3]).toEqual(['start_time', 12]);
  });

  it('never takes more than there is, and shows the current column', () => {
    const cell = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 250 }),
        fc.nat(3),
        cell,
        cell,
        (width, current, user, origin) => {
          const blocks = [[[7, user, [origin], null, 9]]];
          const { placed } = layoutColumns({ columns: COLUMNS, current, width, clock: false, blocks });
          const used = placed.reduce((sum, each) => sum + each.width + 1, -1);
          expect(used).toBeLessThanOrEqual(width);
          expect(placed.some(({ index }) => index === current)).toBe(true);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
