import type { Facts } from './facts.js';

const HOURS_PER_DAY = 24;

/** First hour of the data set, and the number of hours up to its last one. */
export function timeSpan({ activity, attackTimes }: Pick<Facts, 'activity' | 'attackTimes'>): {
  first: number;
  hours: number;
} {
  const times = attackTimes.map((time) => Math.floor(time / 3600));
  const all = [...activity.map(({ hour }) => hour), ...times];
  if (all.length === 0) return { first: 0, hours: HOURS_PER_DAY };
  const first = all.reduce((least, hour) => Math.min(least, hour), Infinity);
  const last = all.reduce((most, hour) => Math.max(most, hour), -Infinity);
  return { first, hours: last - first + 1 };
}
