import { type Chart, CHART_STYLE, CHART_WIDTH } from './render-chart.js';
import { HEAT, INK } from './palette.js';

/** Events of an hour of the week. */
export interface WeekHour {
  /** 0 to 6. */
  weekday: number;
  /** 0 to 23. */
  hour: number;
  attacks: number;
}

/** A heat map of the hours of a week, darker for more; an hour without an event is empty, and every other one has its number. */
export function hourOfWeekChart(hours: readonly WeekHour[], days: readonly string[]): Chart {
  const most = Math.max(...hours.map(({ attacks }) => attacks));
  const step = (attacks: number) =>
    Math.min(HEAT.length - 1, Math.floor((HEAT.length * (attacks - 1)) / most));
  const values = hours.map(({ weekday, hour, attacks }) => ({
    ...{ day: days[weekday]!, hour, attacks },
    fill: HEAT[step(attacks)]!,
    ink: step(attacks) > 1 ? INK.onHeat : INK.text,
  }));
  const colour = (field: string) => ({ field, type: 'nominal', scale: null, legend: null }) as const;
  return {
    ...CHART_STYLE,
    width: CHART_WIDTH,
    height: 7 * 22,
    data: { values },
    encoding: {
      x: {
        field: 'hour',
        type: 'ordinal',
        title: 'hour of the day',
        scale: { domain: Array.from({ length: 24 }, (_, hour) => hour) },
        axis: { labelAngle: 0 },
      },
      y: { field: 'day', type: 'ordinal', title: null, scale: { domain: [...days] } },
    },
    layer: [
      { mark: { type: 'rect' }, encoding: { color: colour('fill') } },
      {
        mark: { type: 'text', fontSize: 10 },
        encoding: { text: { field: 'attacks', type: 'quantitative' }, color: colour('ink') },
      },
    ],
  };
}
