import { type Chart, CHART_STYLE, CHART_WIDTH } from './render-chart.js';
import { COLOURS, INK } from './palette.js';
import { timeScale } from './time-scale.js';

/** What a bar of each panel stands for. */
export interface CountedBin {
  /** Seconds. */
  start: number;
  rows: Readonly<Record<string, number>>;
  sessions: number;
  attacks: number | null;
}

type Panel = Extract<Chart, { vconcat: unknown }>['vconcat'][number];

/** Rows, sessions and attacks one above the other, on one axis of time; a panel that nobody has numbers for is not there. */
export function timelineChart(
  bins: readonly CountedBin[],
  {
    binSeconds,
    sources,
    isCalendar,
    event,
  }: { binSeconds: number; sources: readonly string[]; isCalendar: boolean; event: string },
): Chart {
  const first = bins[0]!.start;
  const { valueOf, axis } = timeScale({ first, last: bins.at(-1)!.start + binSeconds }, isCalendar);
  const barOf = (start: number, top: number, bottom = 0) => ({
    ...{ from: valueOf(start), to: valueOf(start + binSeconds), top, bottom },
  });
  const hasAttacks = bins.some(({ attacks }) => attacks !== null);
  const panel = (values: { top: number }[], title: string, color: object, isLast: boolean): Panel => ({
    width: CHART_WIDTH,
    height: 90,
    title,
    data: { values },
    // Rectangles: between two numbers either way, vega-lite takes a bar for one that lies.
    mark: { type: 'rect', strokeWidth: 0 },
    encoding: {
      x: { field: 'from', ...axis, ...(isLast ? {} : { title: null }) },
      x2: { field: 'to' },
      y: {
        field: 'top',
        type: 'quantitative',
        title: null,
        // Of zeros alone vega makes an axis that says NaN.
        scale: values.some(({ top }) => top > 0) ? { zero: true } : { domain: [0, 1] },
        axis: { tickCount: 4, tickMinStep: 1, format: '~s' },
      },
      y2: { field: 'bottom' },
      color,
    },
  });
  const rows = bins.flatMap(({ start, rows }) =>
    sources.map((source, i) => {
      const below = sources.slice(0, i).reduce((sum, each) => sum + (rows[each] ?? 0), 0);
      return { ...barOf(start, below + (rows[source] ?? 0), below), source };
    }),
  );
  const bySource = {
    field: 'source',
    type: 'nominal',
    title: null,
    scale: { domain: sources, range: sources.map((_, i) => COLOURS[(i + 1) % COLOURS.length]!) },
  };
  return {
    ...CHART_STYLE,
    vconcat: [
      ...(rows.length > 0 ? [panel(rows, 'rows read', bySource, false)] : []),
      panel(
        bins.map(({ start, sessions }) => barOf(start, sessions)),
        'sessions begun',
        { value: INK.left },
        !hasAttacks,
      ),
      ...(hasAttacks
        ? [
            panel(
              bins.map(({ start, attacks }) => barOf(start, attacks ?? 0)),
              `${event}s`,
              { value: INK.attack },
              true,
            ),
          ]
        : []),
    ],
  };
}
