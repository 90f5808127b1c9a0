import { clockText, DAY, HOUR, MINUTE } from './clock.js';

/** Widths of bins in seconds: what people count time in. */
const WIDTHS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * DAY),
];

/** A span of time in equal bins, each of whole seconds and as many columns of the screen. */
export interface TimeBins {
  /** Time at which the first one begins: a multiple of their width. */
  first: number;
  /** Width of each in seconds. */
  seconds: number;
  count: number;
  /** Columns of each. */
  cells: number;
}

/** Bins of at least `least` seconds that hold the times `from` to `until`: as many as `columns` have room for. */
export function timeBins(from: number, until: number, columns: number, least = 1): TimeBins {
  // A clock that was set back may have ended something before it began.
  const to = Math.max(from, until);
  const countOf = (seconds: number) => Math.floor(to / seconds) - Math.floor(from / seconds) + 1;
  const fits = (seconds: number) => seconds >= least && countOf(seconds) <= columns;
  const seconds = WIDTHS.find(fits) ?? Math.ceil((to - from + 1) / Math.max(1, columns - 1) / DAY) * DAY;
  const count = countOf(seconds);
  return {
    first: Math.floor(from / seconds) * seconds,
    seconds,
    count,
    cells: Math.max(1, Math.floor(columns / count)),
  };
}

/** Columns that the widest screen has, and then some. */
const MOST_COLUMNS = 190;

/**
 * Seconds of the steps that times of a span are counted in before it is known how many columns there are: every bin that they
 * are shown in is a multiple of it, when that is said to {@link timeBins}.
 */
export function fineStep(from: number, to: number): number {
  const bins = timeBins(from, to, MOST_COLUMNS).seconds;
  return [HOUR, MINUTE].find((step) => bins >= step) ?? 1;
}

/** Counts of steps of `stepSeconds`, which divide the bins, in each of the bins. What lies outside is left out. */
export function binCounts(
  { first, seconds, count }: TimeBins,
  steps: readonly { step: number; count: number }[],
  stepSeconds: number,
): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const { step, count: added } of steps) {
    const bin = Math.floor((step * stepSeconds - first) / seconds);
    if (bin >= 0 && bin < count) counts[bin] = (counts[bin] ?? 0) + added;
  }
  return counts;
}

/** The columns that each of the times falls into; those outside fall into none. */
export function binColumns(bins: TimeBins, times: readonly number[]): Set<number> {
  const columns = times.flatMap((time) => {
    const bin = Math.floor((time - bins.first) / bins.seconds);
    return bin < 0 || bin >= bins.count
      ? []
      : Array.from({ length: bins.cells }, (_, cell) => bin * bins.cells + cell);
  });
  return new Set(columns);
}

/** Columns of all bins. */
export function binsWidth({ count, cells }: TimeBins): number {
  return count * cells;
}

/** A width in words that fit into a label: `30s`, `5m`, `12h`, `7d`. */
export function widthText(seconds: number): string {
  if (seconds % DAY === 0) return `${seconds / DAY}d`;
  if (seconds % HOUR === 0) return `${seconds / HOUR}h`;
  return seconds % MINUTE === 0 ? `${seconds / MINUTE}m` : `${seconds}s`;
}

/** Columns between two labels at least, besides their text. */
const LABEL_GAP = 2;

/** Labels of the bins' axis: days, or hours, minutes, seconds of them, as close as there is room for. */
export function binLabels(bins: TimeBins): { column: number; text: string }[] {
  const { first, seconds, count, cells } = bins;
  const end = first + count * seconds;
  const step =
    WIDTHS.find((width) => {
      const room = (width / seconds) * cells;
      return width % seconds === 0 && room >= tickText(end, width).length + LABEL_GAP;
    }) ?? end - first;
  const labels: { column: number; text: string }[] = [];
  for (let time = Math.ceil(first / step) * step; time < end; time += step)
    labels.push({ column: Math.floor((time - first) / seconds) * cells, text: tickText(time, step) });
  return labels;
}

function tickText(time: number, step: number): string {
  const text = clockText(time);
  if (step >= DAY) return text.replace(/ .*/, '');
  if (step >= HOUR) return text.replace(/:.*/, 'h');
  return step >= MINUTE ? text.replace(/:\d\d$/, '') : text;
}
