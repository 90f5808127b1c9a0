import { type Chart, CHART_STYLE, CHART_WIDTH } from './render-chart.js';
import { INK } from './palette.js';
import { timeScale } from './time-scale.js';

/** What a strip shows of a session; times in seconds. */
export interface StripOfSession {
  start_time: number;
  end_time: number;
  attacks: readonly number[];
  starts: readonly { time: number; count: number }[];
}

/** A session from its start to its end: a bar where processes began, as high as there were many, a triangle for each red-team event. */
export function sessionStrip(
  { start_time, end_time, attacks, starts }: StripOfSession,
  isCalendar: boolean,
): Chart {
  const { valueOf, axis } = sinceStart(start_time, end_time, isCalendar);
  const most = Math.max(1, ...starts.map(({ count }) => count));
  return {
    ...CHART_STYLE,
    width: CHART_WIDTH,
    height: 40,
    encoding: { x: { field: 'time', ...axis }, y: { scale: { domain: [0, most * 1.5] } } as object },
    layer: [
      {
        data: { values: starts.map(({ time, count }) => ({ time: valueOf(time), count, none: 0 })) },
        mark: { type: 'rule', strokeWidth: 2, color: INK.usual },
        encoding: {
          y: {
            field: 'count',
            type: 'quantitative',
            title: null,
            axis: { tickCount: 1, values: [0, most], grid: false },
          },
          y2: { field: 'none' },
        },
      },
      {
        data: { values: attacks.map((time) => ({ time: valueOf(time), count: most * 1.3 })) },
        mark: {
          type: 'point',
          shape: 'triangle-down',
          filled: true,
          size: 60,
          opacity: 1,
          color: INK.attack,
        },
        encoding: { y: { field: 'count', type: 'quantitative' } },
      },
    ],
  };
}

/** A session is looked at by itself: its axis counts from its start, unless it has a date. */
function sinceStart(first: number, last: number, isCalendar: boolean) {
  if (isCalendar) return timeScale({ first, last }, true);
  const { valueOf, axis } = timeScale({ first: 0, last: Math.max(1, last - first) }, false);
  const title = axis.title.replace('second 0', 'the start');
  return { valueOf: (seconds: number) => valueOf(seconds - first), axis: { ...axis, title } };
}
