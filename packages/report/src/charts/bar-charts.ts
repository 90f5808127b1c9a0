import { COLOURS, INK } from './palette.js';
import { type Chart, CHART_STYLE, CHART_WIDTH } from './render-chart.js';

/** A bar with its name. */
export interface NamedBar {
  /** Bars of a group stand together. */
  group: string;
  name: string;
  count: number;
  /** Drawn in the colour of attacks. */
  isAttack?: boolean;
}

const BAR_HEIGHT = 22;

/** Bars below each other in the order given, each with its number; a gap between groups. */
export function barsChart(bars: readonly NamedBar[], title: string): Chart {
  const values = bars.map(({ group, name, count, isAttack }, order) => ({
    ...{ name, count, order, text: count.toLocaleString('en-US') },
    colour: isAttack ? INK.attack : group === bars[0]?.group ? INK.left : INK.usual,
  }));
  return {
    ...CHART_STYLE,
    width: CHART_WIDTH * 0.7,
    height: bars.length * BAR_HEIGHT,
    data: { values },
    encoding: {
      y: {
        ...{ field: 'name', type: 'nominal', title: null },
        scale: { domain: bars.map(({ name }) => name) },
        axis: { labelLimit: 400, ticks: false },
      },
      x: { field: 'count', type: 'quantitative', title, axis: { tickCount: 5, grid: true, tickMinStep: 1 } },
    },
    layer: [
      {
        mark: { type: 'bar', height: { band: 0.7 } },
        encoding: { color: { field: 'colour', type: 'nominal', scale: null, legend: null } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 4, fontSize: 11 },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

/** A part of a whole. */
interface PartOfWhole {
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
