import { showable } from '@cmsc/core';
import { type Chart, CHART_STYLE, CHART_WIDTH } from './render-chart.js';
import { COLOURS, INK } from './palette.js';
import { timeScale } from './time-scale.js';

/** Events that are one mark. */
export interface DrawnEvents {
  destination: string;
  source: string;
  /** Seconds. */
  time: number;
  events: number;
  isFirstTouch: boolean;
}

const ROW_HEIGHT = 16;
/** Sources that get a colour of their own. */
const MOST_COLOURS = 5;
const OTHERS = 'other sources';

/** A row for each destination, its events along time in the colour of their source; the first touch is a diamond. */
export function pathChart(
  marks: readonly DrawnEvents[],
  destinations: readonly { name: string }[],
  sources: readonly { name: string; events: number }[],
  isCalendar: boolean,
): Chart {
  const busiest = [...sources].sort((a, b) => b.events - a.events).slice(0, MOST_COLOURS);
  const coloured = new Set(busiest.map(({ name }) => name));
  const times = marks.map(({ time }) => time);
  const span = { first: Math.min(...times), last: Math.max(...times) };
  const margin = Math.max(isCalendar ? 30 : 1, (span.last - span.first) / 50);
  const { valueOf, axis } = timeScale(
    { first: Math.max(0, span.first - margin), last: span.last + margin },
    isCalendar,
  );
  const values = marks.map(({ destination, source, time, events, isFirstTouch }) => ({
    ...{ destination: showable(destination), time: valueOf(time), events },
    source: coloured.has(source) ? showable(source) : OTHERS,
    touch: isFirstTouch ? 'first touch' : 'later event',
  }));
  const named = busiest.map(({ name }) => showable(name));
  const domain = sources.length > MOST_COLOURS ? [...named, OTHERS] : named;
  return {
    ...CHART_STYLE,
    width: CHART_WIDTH,
    height: destinations.length * ROW_HEIGHT,
    data: { values },
    mark: { type: 'point', filled: true, opacity: 1, strokeWidth: 1 },
    encoding: {
      x: { field: 'time', ...axis },
      y: {
        field: 'destination',
        type: 'nominal',
        title: null,
        scale: { domain: destinations.map(({ name }) => showable(name)) },
        axis: { grid: true },
      },
      color: {
        field: 'source',
        type: 'nominal',
        title: 'from',
        scale: { domain, range: domain.map((name, i) => (name === OTHERS ? INK.left : COLOURS[i + 1]!)) },
      },
      shape: {
        field: 'touch',
        type: 'nominal',
        title: null,
        scale: { domain: ['first touch', 'later event'], range: ['diamond', 'circle'] },
      },
      size: {
        field: 'touch',
        type: 'nominal',
        title: null,
        scale: { domain: ['first touch', 'later event'], range: [110, 40] },
      },
    },
  };
}
