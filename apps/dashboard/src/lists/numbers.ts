import { formatCount, parseSecond, SECONDS_PER_DAY } from '@cmsc/core';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Seconds. */
export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = SECONDS_PER_DAY;

const two = (value: number) => String(value).padStart(2, '0');

/** `1234567` as `1,234,567`. */
export function grouped(value: number): string {
  return formatCount(Math.round(value));
}

/** A number with what it counts: `1 user`, `1,234 users`. */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : several}`;
}

/** Bytes in the unit that leaves three digits: `7.63 GB`. */
export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toPrecision(3)} ${UNITS[step]}`;
}

/** Seconds as an analyst says them: `45s`, `12m 05s`, `3h 07m`, `2d 04h`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}m ${two(whole % MINUTE)}s`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)}h ${two(Math.floor((whole % HOUR) / MINUTE))}m`;
  return `${Math.floor(whole / DAY)}d ${two(Math.floor((whole % DAY) / HOUR))}h`;
}

/** Times from here on are seconds since 1970, those of Windows events: the days of CMSC are 58. */
const FIRST_DATE = 100_000_000;

/** A time of the data set (seconds; day 0 begins at 0) as day and clock: `d7 08:23:35`; of Windows events `2024-03-14 08:23:35`. */
export function clockText(time: number): string {
  if (time >= FIRST_DATE) return new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const inDay = time % DAY;
  const [hours, minutes] = [Math.floor(inDay / HOUR), Math.floor((inDay % HOUR) / MINUTE)];
  return `d${dayOf(time)} ${two(hours)}:${two(minutes)}:${two(inDay % 60)}`;
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

/** A share between 0 and 1 as `12.3 %`; one that is not quite nothing or all doesn't read as such. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** A count beside others, for which three digits are enough: `1,234`, `47k`, `1.2M`. */
export function shortCount(value: number): string {
  if (value < 10_000) return grouped(value);
  if (value < 999_500) return `${Math.round(value / 1000)}k`;
  return value < 99_950_000 ? `${(value / 1e6).toFixed(1)}M` : `${Math.round(value / 1e6)}M`;
}
