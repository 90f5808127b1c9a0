import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentCounts } from './recent-counts.js';

const SECONDS = 10;
const THINGS = 3;

const manyRows = fc.array(
  fc.record({ step: fc.constantFrom(0, 0, 1, 4, 9, 10, 25), thing: fc.nat(THINGS - 1), happens: fc.nat(1) }),
  { maxLength: 60 },
);

it('counts what happened within the window and before the second of a row, however rows are cut', () => {
  fc.assert(
    fc.property(manyRows, fc.nat(60), (steps, cut) => {
      let time = 0;
      const rows = steps.map(({ step, ...row }) => ({ ...row, time: (time += step) }));
      const expected = rows.map(
        (row) =>
          rows.filter(
            (other) =>
              other.thing === row.thing &&
              other.happens === 1 &&
              other.time < row.time &&
              other.time > row.time - SECONDS,
          ).length,
      );
      const recent = new RecentCounts(SECONDS);
      const found = [rows.slice(0, cut), rows.slice(cut)].flatMap((part) => {
        const column = (name: 'thing' | 'time') => Int32Array.from(part, (row) => row[name]);
        const happens = Uint8Array.from(part, (row) => row.happens);
        const counts = recent.pass(column('thing'), THINGS, column('time'), happens, part.length);
        return [...counts.subarray(0, part.length)];
      });
      expect(found).toEqual(expected);
    }),
    { numRuns: 200, seed: 1 },
  );
});
