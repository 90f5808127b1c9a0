import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineText } from '../terminal/line.js';
import { histogramLines, resampled } from './bars.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('resampled', () => {
  it('keeps a flat rate flat, however many steps a column holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 300 }), (steps, columns) => {
        const flat = Array.from({ length: steps }, (_, step) => ({ step: step + 7, count: 100 }));
        const counts = resampled(flat, 7, steps, columns);
        for (const count of counts) expect(count).toBeCloseTo((100 * steps) / columns, 6);
        const heights = histogramLines(counts, 2).map(lineText);
        expect(heights).toEqual(['█'.repeat(columns), '█'.repeat(columns)]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('loses nothing, and puts nothing where nothing was', () => {
    const steps = fc.array(fc.record({ step: fc.nat(99), count: fc.nat(1000) }));
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 300 }), (values, columns) => {
        const counts = resampled(values, 0, 100, columns);
        expect(sum(counts)).toBeCloseTo(sum(values.map(({ count }) => count)), 6);
        for (const [column, count] of counts.entries()) {
          const [begin, end] = [(column * 100) / columns, ((column + 1) * 100) / columns];
          if (!values.some(({ step, count: own }) => own > 0 && step + 1 > begin && step < end))
            expect(count).toBe(0);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes steps that end inside the last one, and leaves out what lies outside', () => {
    const flat = [0, 1, 2].map((step) => ({ step, count: step === 2 ? 5 : 10 }));
    for (const count of resampled(flat, 0, 2.5, 5)) expect(count).toBeCloseTo(5, 6);
    expect(
      resampled(
        [
          { step: -1, count: 9 },
          { step: 4, count: 9 },
        ],
        0,
        4,
        2,
      ),
    ).toEqual([0, 0]);
  });
});

describe('histogramLines', () => {
  it('shows what is more than nothing', () => {
    expect(histogramLines([0, 1, 1000], 1).map(lineText)).toEqual([' ▁█']);
    expect(histogramLines([0, 0], 1).map(lineText)).toEqual(['  ']);
  });
});
