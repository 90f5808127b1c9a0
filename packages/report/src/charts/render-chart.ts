import type { TopLevelSpec } from 'vega-lite';
import { INK } from './palette.js';

/** A chart as data: what vega-lite draws. */
export type Chart = TopLevelSpec;

/**
 * Draws a chart as SVG, the same bytes for the same chart everywhere: nothing is measured on the machine, and nothing is
 * asked of any network. vega is loaded by the first chart.
 *
 * @example
 * const svg = await renderChart({
 *   data: { values: [{ day: 1, attacks: 10 }] },
 *   mark: 'bar',
 *   encoding: { x: { field: 'day', type: 'ordinal' }, y: { field: 'attacks', type: 'quantitative' } },
 * });
 * svg.startsWith('<svg'); // true
 */
export async function renderChart(chart: Chart): Promise<string> {
  const [{ compile }, { logger, parse, View, Error: onlyErrors }] = await Promise.all([
    import('vega-lite'),
    import('vega'),
  ]);
  const view = new View(parse(compile(chart, { logger: logger(onlyErrors) }).spec), {
    renderer: 'none',
    logLevel: onlyErrors,
  });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

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
