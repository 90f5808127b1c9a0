import { CmscError, wholeNumber } from '@cmsc/core';
import { unquoted } from './event-xml.js';

/** Microseconds since 1970 of a local time: its offset from UTC there. */
export type TimeZone = (localMicroseconds: number) => number;

/** A time as an event has it. */
export interface WindowsTime {
  /** Microseconds since 1970, UTC; NaN for what is no time. */
  microseconds: number;
  /** Whether it named no zone, so that one had to be supposed. */
  isZoneless: boolean;
}

const MICROSECONDS_PER_MINUTE = 60_000_000;
const ISO =
  /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
/** How .NET before Core writes a time in JSON: milliseconds of UTC, whatever the offset behind them. */
const DOT_NET = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
/** A count of seconds, or of what is shorter, since 1970; or of 100 ns since 1601, as Windows itself counts. */
const COUNT = /^(\d{9,19})(?:\.(\d+))?$/;
/** Of the digits of such a count in our time, 2001 to 2286, those that are below a second. */
const BELOW_SECOND: Readonly<Record<number, number>> = { 13: 3, 16: 6, 19: 9 };
const FILETIME_DIGITS = 18;
const MICROSECONDS_1601_TO_1970 = 11_644_473_600_000_000n;
const NO_TIME: WindowsTime = { microseconds: NaN, isZoneless: false };

/** A day, and what a time on it says of it: minute, second, fraction, zone. */
const BOUND = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)? ?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** The times that are wanted, microseconds since 1970, UTC: from the first to the last, both inside. */
export interface EventWindow {
  /** Its first microsecond. */
  from: number;
  /** Its last one. */
  to: number;
}

/** UTC, as a zone. */
export const UTC: TimeZone = () => 0;

/**
 * A time in one of the ways in which exports write it: ISO 8601 with any number of digits, of which those below a microsecond are
 * cut; `/Date(ms)/`; a count since 1970, of seconds or, by its digits, of ms, µs or ns; a FILETIME. `zone` is that of times that name none; undefined where these are UTC by definition.
 */
export function parseTime(value: unknown, zone: TimeZone | undefined): WindowsTime {
  const time = anyTime(value, zone);
  // Those of the years before 1685 and after 2255 are no times of events, and not exact.
  return Number.isSafeInteger(time.microseconds) ? time : NO_TIME;
}

/**
 * The window of which `from` and `to` are the first and the last moment: seconds since 1970, or ISO 8601, of which any part but the day may be left
 * out. What is named is inside: a day, a minute, a second. `zone` is that of times that name none.
 *
 * @throws CmscError BAD_OPTION (usage) for what is no time, or when nothing is in between.
 */
export function eventWindow(
  { from, to }: { from?: number | string | undefined; to?: number | string | undefined },
  zone: TimeZone,
): EventWindow {
  const window = {
    from: from === undefined ? -Infinity : boundOf('--from', from, zone),
    to: to === undefined ? Infinity : boundOf('--to', to, zone),
  };
  if (window.from <= window.to) return window;
  throw new CmscError('usage', 'BAD_OPTION', `--from ${from} is after --to ${to}`, { hint: 'swap them' });
}

function boundOf(flag: '--from' | '--to', said: number | string, zone: TimeZone): number {
  const isLast = flag === '--to';
  if (typeof said === 'number') return wholeNumber(flag, said, [0, Infinity]) * 1e6 + (isLast ? 999_999 : 0);
  const [, day, minute, second, fraction = '', named = ''] = BOUND.exec(said) ?? [];
  const time = `${minute ?? (isLast ? '23:59' : '00:00')}:${second ?? (isLast ? '59' : '00')}`;
  const text = `${day}T${time}.${fraction.padEnd(6, isLast ? '9' : '0')}${named}`;
  const { microseconds } = parseTime(text, zone);
  if (!Number.isNaN(microseconds)) return microseconds;
  throw new CmscError('usage', 'BAD_OPTION', `${flag} is no time`, {
    text: said,
    hint: 'write such as 2024-03-14, 2024-03-14T08:00, 2024-03-14T08:00:00Z, or seconds since 1970',
  });
}

function anyTime(value: unknown, zone: TimeZone | undefined): WindowsTime {
  if (typeof value === 'number') return { microseconds: ofCount(String(value)), isZoneless: false };
  if (typeof value !== 'string') return NO_TIME;
  const text = unquoted(value.trim());
  if (COUNT.test(text)) return { microseconds: ofCount(text), isZoneless: false };
  const parts = ISO.exec(text);
  if (parts) return ofParts(parts, zone);
  const milliseconds = DOT_NET.exec(text)?.[1];
  return milliseconds === undefined
    ? NO_TIME
    : { microseconds: Number(milliseconds) * 1000, isZoneless: false };
}

function ofParts(parts: RegExpExecArray, zone: TimeZone | undefined): WindowsTime {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as number[];
  const seconds = midnightOf(year!, month!, day!) + secondOfDay(hour!, minute!, second!);
  if (Number.isNaN(seconds)) return NO_TIME;
  const microseconds = seconds * 1e6 + Number((parts[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const named = parts[8];
  if (named !== undefined) return { microseconds: microseconds - offsetOf(named), isZoneless: false };
  return { microseconds: microseconds - (zone?.(microseconds) ?? 0), isZoneless: zone !== undefined };
}

/** Seconds since 1970 at which a day begins; NaN for a date that there is not. */
export function midnightOf(year: number, month: number, day: number): number {
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // Of the 31st of June another date would be made.
  return midnight.getUTCMonth() === month - 1 ? midnight.getTime() / 1000 : NaN;
}

/** Seconds since midnight; NaN for what is no time of day. */
export function secondOfDay(hour: number, minute: number, second: number): number {
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : NaN;
}

/** By the digits that it was written with, as far as a number keeps them, since a product would round them. */
function ofCount(text: string): number {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole.length === FILETIME_DIGITS) return Number(BigInt(whole) / 10n - MICROSECONDS_1601_TO_1970);
  const point = whole.length - (BELOW_SECOND[whole.length] ?? 0);
  const below = whole.slice(point) + fraction;
  return Number(whole.slice(0, point) || NaN) * 1e6 + Number(below.slice(0, 6).padEnd(6, '0'));
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * MICROSECONDS_PER_MINUTE * (sign === '-' ? -1 : 1);
}

/**
 * The zone that `±HH:MM` or a name such as `Europe/Berlin` stands for.
 *
 * @throws CmscError BAD_OPTION (usage) for what is neither.
 */
export function timeZone(name: string): TimeZone {
  if (/^(Z|UTC)$/i.test(name)) return UTC;
  if (/^[+-]([01]\d|2[0-3]):?[0-5]\d$/.test(name)) {
    const offset = offsetOf(name);
    return () => offset;
  }
  return namedZone(formatOf(name));
}

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
    const more = { minute: 'numeric', second: 'numeric', hourCycle: 'h23', timeZone: name } as const;
    return new Intl.DateTimeFormat('en-US', { ...fields, ...more });
  } catch (cause) {
    throw new CmscError('usage', 'BAD_OPTION', '--time-zone is no time zone', {
      text: name,
      hint: 'write -04:00, or a name such as Europe/Berlin',
      cause,
    });
  }
}

/** Clocks are changed at quarters of an hour: all local times of one have the same offset. */
const QUARTER = 15 * MICROSECONDS_PER_MINUTE;
const DAY = 1440 * MICROSECONDS_PER_MINUTE;

/**
 * A local time that there was twice, as clocks were set back, is the first of the two; one that clocks were set over goes on by the offset
 * before: in every zone alike. Offsets are asked for once a quarter of an hour.
 */
function namedZone(format: Intl.DateTimeFormat): TimeZone {
  const offsetAt = offsetsOf(format);
  const offsets = new Map<number, number>();
  return (localMicroseconds) => {
    const quarter = Math.floor(localMicroseconds / QUARTER);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const local = quarter * QUARTER;
    // No zone is further from UTC than a day.
    const [before, after] = [offsetAt(local - DAY), offsetAt(local + DAY)];
    const isThen = (offset: number) => before === after || offsetAt(local - offset) === offset;
    const offset = [before, after].find(isThen) ?? before;
    offsets.set(quarter, offset);
    return offset;
  };
}

/** By how much the local time of a zone is beside UTC, at a time in UTC, in microseconds. */
function offsetsOf(format: Intl.DateTimeFormat): (microseconds: number) => number {
  return (microseconds) => {
    const parts = format.formatToParts(microseconds / 1000);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return local * 1000 - Math.floor(microseconds / 1e6) * 1e6;
  };
}
