import type { Chart } from './render-chart.js';
import { CHART_STYLE, CHART_WIDTH } from './chart-style.js';
import { INK } from './palette.js';

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
