import { formatMany } from '@cmsc/core';

/** Seconds of a bin, the smallest first: those that fit a clock and a calendar. */
const BINS = [1, 10, 60, 600, 3600, 21_600, 86_400, 604_800];
const MOST_BINS = 100;
const UNITS: readonly [seconds: number, name: string][] = [
  [604_800, 'week'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** A stretch of time, both ends inside, in seconds. */
export interface Span {
  first: number;
  last: number;
}

/** Seconds of the smallest bin of which a hundred cover a span. */
export function binSecondsOf({ first, last }: Span): number {
  const fits = (seconds: number) => Math.floor(last / seconds) - Math.floor(first / seconds) < MOST_BINS;
  const longest = BINS.at(-1)!;
  return BINS.find(fits) ?? Math.ceil((last - first + 1) / MOST_BINS / longest) * longest;
}

/** `6 hours`, `1 day`. */
export function binText(seconds: number): string {
  const [unit, name] = UNITS.find(([unit]) => seconds % unit === 0)!;
  return formatMany(seconds / unit, name);
}

/** How the times of a chart are drawn: what stands for a second, and what the axis says. */
export interface TimeScale {
  valueOf(seconds: number): number;
  axis: {
    type: 'quantitative' | 'temporal';
    title: string;
    scale: object;
    axis: object;
  };
}

/**
 * The time scale of a span. Seconds that count from a calendar are shown by it, in UTC; those of a data set that hides its date are shown as
 * days, hours or minutes since second 0.
 */
export function timeScale({ first, last }: Span, isCalendar: boolean): TimeScale {
  const axis = { grid: false, labelOverlap: true, tickCount: 8 };
  if (isCalendar)
    return {
      valueOf: (seconds) => seconds * 1000,
      axis: {
        type: 'temporal',
        title: 'time (UTC)',
        scale: { type: 'utc', domain: [first * 1000, last * 1000], nice: false },
        axis,
      },
    };
  const [unit, name] = UNITS.slice(1).find(([seconds]) => last - first >= 2 * seconds) ?? UNITS.at(-1)!;
  const [from, to] = [first / unit, last / unit];
  return {
    valueOf: (seconds) => seconds / unit,
    axis: {
      type: 'quantitative',
      title: `time (${name}s since second 0)`,
      scale: { domain: [from, to === from ? from + 1 : to], nice: false, zero: false },
      axis,
    },
  };
}
