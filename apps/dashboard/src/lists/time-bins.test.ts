import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binColumns, binCounts, binLabels, binsWidth, fineStep, timeBins, widthText } from './time-bins.js';

const spans = fc
  .tuple(fc.nat(6_000_000), fc.oneof(fc.nat(200), fc.nat(100_000), fc.nat(6_000_000)))
  .map(([from, seconds]) => [from, from + seconds] as const);

describe('timeBins', () => {
  it('hold the whole span in as many columns as there are, more than a quarter of them', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 40, max: 300 }), ([from, to], columns) => {
        const bins = timeBins(from, to, columns);
        expect(bins.first).toBeLessThanOrEqual(from);
        expect(bins.first % bins.seconds).toBe(0);
        expect(bins.first + bins.count * bins.seconds).toBeGreaterThan(to);
        expect(binsWidth(bins)).toBeLessThanOrEqual(columns);
        expect(binsWidth(bins)).toBeGreaterThan(columns / 4);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('count all that lies in the span, in steps that divide them', () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 40, max: 300 }),
        fc.array(fc.nat(1000)),
        ([from, to], columns, parts) => {
          const step = fineStep(from, to);
          const bins = timeBins(from, to, columns, step);
          expect(bins.seconds % step).toBe(0);
          const times = parts.map((part) => from + Math.floor(((to - from) * part) / 1000));
          const steps = times.map((time) => ({ step: Math.floor(time / step), count: 2 }));
          const counts = binCounts(bins, steps, step);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2 * times.length);
          for (const time of times)
            expect(counts[Math.floor((time - bins.first) / bins.seconds)]).toBeGreaterThan(0);
          const marked = binColumns(bins, times);
          expect([...marked].every((column) => (counts[Math.floor(column / bins.cells)] ?? 0) > 0)).toBe(
            true,
          );
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('keep a flat rate flat', () => {
    const bins = timeBins(0, 14 * 86_400 - 1, 71);
    const hours = Array.from({ length: 14 * 24 }, (_, step) => ({ step, count: 3 }));
    expect(new Set(binCounts(bins, hours, 3600))).toEqual(new Set([(3 * bins.seconds) / 3600]));
  });

  it.each([
    [634_975, 635_057, 71, '2s', 'd7 08:23:00|d7 08:23:30|d7 08:24:00'],
    [634_975, 635_057, 191, '1s', 'd7 08:23:00|d7 08:23:10'],
    [0, 86_399, 71, '30m', 'd0 00h|d0 04h|d0 08h|d0 12h'],
    [0, 14 * 86_400 - 1, 71, '6h', 'd0|d2|d4'],
    [0, 58 * 86_400 - 1, 71, '1d', 'd0|d7|d14'],
    [0, 0, 71, '1s', 'd0 00:00:00'],
  ])('suit the span %i to %i', (from, to, columns, width, labels) => {
    const bins = timeBins(from, to, columns);
    expect(widthText(bins.seconds)).toBe(width);
    expect(
      binLabels(bins)
        .map(({ text }) => text)
        .join('|'),
    ).toContain(labels);
  });

  it('hold a span that ends before it begins, as of a clock that was set back', () => {
    expect(timeBins(7200, 3600, 80)).toMatchObject({ first: 7200, count: 1 });
    expect(binLabels(timeBins(1_710_409_567, 1_710_405_979, 80))[0]?.text).toBe('2024-03-14 09:46:07');
  });

  it('leave out what lies outside', () => {
    const bins = timeBins(100, 199, 50);
    expect(
      binCounts(
        bins,
        [
          { step: 99, count: 1 },
          { step: 200, count: 1 },
        ],
        1,
      ).some(Boolean),
    ).toBe(false);
    expect(binColumns(bins, [99, 200])).toEqual(new Set());
  });
});
