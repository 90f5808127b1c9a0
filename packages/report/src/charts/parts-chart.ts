import type { Chart } from './render-chart.js';
import { CHART_STYLE, CHART_WIDTH } from './chart-style.js';
import { COLOURS, INK } from './palette.js';

/** A part of a whole. */
export interface PartOfWhole {
  whole: string;
  part: string;
  count: number;
}

/** A part has its colour in every chart; what is no part of a ledger here has that of the rest. */
const PART_COLOURS: Readonly<Record<string, string>> = {
  starts: COLOURS[1]!,
  ends: COLOURS[2]!,
  processStarts: COLOURS[5]!,
  processEnds: COLOURS[6]!,
  duplicates: COLOURS[4]!,
  other: INK.left,
  filtered: INK.grid,
  rejected: COLOURS[0]!,
  sessions: COLOURS[3]!,
  open: COLOURS[5]!,
  repeatedStarts: COLOURS[6]!,
  extendingEnds: COLOURS[4]!,
  orphanEnds: INK.quiet,
};

/** A bar for each whole, of its parts side by side. */
export function partsChart(parts: readonly PartOfWhole[]): Chart {
  const names = [...new Set(parts.map(({ part }) => part))];
  const wholes = [...new Set(parts.map(({ whole }) => whole))];
  return {
    ...CHART_STYLE,
    width: CHART_WIDTH,
    height: wholes.length * 28,
    data: { values: parts.map((part, order) => ({ ...part, order })) },
    mark: { type: 'bar', height: { band: 0.75 } },
    encoding: {
      x: {
        field: 'count',
        type: 'quantitative',
        title: 'rows',
        stack: 'zero',
        axis: { tickCount: 6, format: '~s' },
      },
      y: { field: 'whole', type: 'nominal', title: null, scale: { domain: wholes } },
      order: { field: 'order', type: 'quantitative' },
      color: {
        field: 'part',
        type: 'nominal',
        title: null,
        scale: { domain: names, range: names.map((name) => PART_COLOURS[name] ?? INK.left) },
        legend: { columns: 4 },
      },
    },
  };
}
