import type { Chart } from './render-chart.js';
import { INK } from './palette.js';

/** Width of a chart's data, in its own pixels: the page scales it. */
export const CHART_WIDTH = 900;

/** What all charts of the page have in common. What they say is in their caption and the table beside them, once. */
export const CHART_STYLE = {
  background: INK.paper,
  padding: 8,
  config: {
    aria: false,
    font: 'sans-serif',
    view: { stroke: null },
    axis: {
      labelColor: INK.text,
      titleColor: INK.text,
      titleFontWeight: 'normal',
      gridColor: INK.grid,
      domainColor: INK.quiet,
      tickColor: INK.quiet,
      labelFontSize: 11,
      titleFontSize: 12,
      labelLimit: 320,
    },
    legend: { labelColor: INK.text, titleColor: INK.text, labelFontSize: 11, labelLimit: 320, orient: 'top' },
    title: { color: INK.text, anchor: 'start', fontSize: 12, fontWeight: 'bold', frame: 'group' },
    text: { color: INK.text },
  },
} as const satisfies Partial<Chart>;
