import { formatSecond, parseSecond, SECONDS_PER_DAY } from '@cmsc/core';

/** Seconds. */
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = SECONDS_PER_DAY;

/** Times from here on are seconds since 1970, those of Windows events: the days of CMSC are 58. */
const FIRST_DATE = 100_000_000;

/** A time of the data set (seconds; day 0 begins at 0) as day and clock: `d7 08:23:35`; of Windows events `2024-03-14 08:23:35`. */
export function clockText(time: number): string {
  if (time >= FIRST_DATE) return new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return formatSecond(time);
}

/** From when to when, with the day once where it is the same: `d7 08:22:55 to 08:24:17`. */
export function spanText(from: number, to: number): string {
  return `${clockText(from)} to ${dayOf(from) === dayOf(to) ? clockText(to).replace(/^\S+ /, '') : clockText(to)}`;
}

const CLOCK = /^d(?:ay)?\d{1,6}(?: \d{1,2}(:\d\d)(:\d\d)?)?$/;
const DATE = /^\d{4}-\d\d-\d\d\b/;

/**
 * What {@link clockText} writes, read back: the first second, and the number of seconds, of `d7`, `d7 08:23` or
 * `d7 08:23:35`; null for anything else.
 */
export function clockSpan(text: string): [first: number, seconds: number] | null {
  const ofDay = (date: string) => `d${Date.parse(`${date}T00:00:00Z`) / 1000 / DAY}`;
  const clock = text.replace(DATE, ofDay).replace(/\s+/, ' ');
  const [isClock, minutes, seconds] = CLOCK.exec(clock) ?? [];
  const first = isClock === undefined ? undefined : parseSecond(clock);
  if (first === undefined) return null;
  return [first, minutes === undefined ? DAY : seconds === undefined ? 60 : 1];
}

/** Day of a time, counted from 0. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY);
}
