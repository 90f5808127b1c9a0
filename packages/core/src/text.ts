import { SECONDS_PER_DAY } from './spoken-numbers.js';

const PLAIN = /^[\u0020-\u007e]*$/;
/** Controls, format characters (bidirectional overrides, joiners), lone surrogates, unassigned, line separators. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

const LONGEST_TEXT = 120;

/**
 * `text` on one line, with every character that a terminal could act on, or not show, written out: `\x1b`, `\u{202e}`.
 * Names come from files that an attacker may have had a hand in; nothing of them reaches a terminal unseen.
 */
export function showable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) as number;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** The same of the first 120 characters: a value that stands in a message. */
export function printable(text: string): string {
  return showable(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
}

/** `text` with its middle left out where it has more than `most` characters: both ends of a path tell more than one. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.floor((most - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

/** For what is no whole number. Made when it is needed: that takes 10 ms, which is a tenth of a small run. */
let numberFormat: Intl.NumberFormat | undefined;

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  if (Number.isSafeInteger(count)) return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return (numberFormat ??= new Intl.NumberFormat('en-US')).format(count);
}

/** A count and its noun: `1 row`, `2 rows`. */
export function formatMany(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A size in units of 1000: `1 byte`, `999 bytes`, `7.6 GB`. */
export function formatBytes(bytes: number): string {
  return bytes === 1 ? '1 byte' : scaled(bytes, [' bytes', ' kB', ' MB', ' GB', ' TB']);
}

/** Counts below this one are said to the last digit. */
const SHORT_FROM = 9999.5;

/** A count of which two or three digits are enough: `1,234`, `47k`, `1.2M`. */
export function formatShort(count: number): string {
  return count < SHORT_FROM ? formatCount(Math.round(count)) : scaled(count, ['', 'k', 'M', 'G']);
}

/** A rate of rows: `950 rows/s`, `2.4M rows/s`. */
export function formatRate(rowsPerSecond: number): string {
  return `${formatShort(rowsPerSecond)} rows/s`;
}

/** How long something lasts, in seconds: `0.42s`, `45s`, `12m 05s`, `3h 07m`, `2d 04h`; only below a minute with fractions. */
export function formatDuration(seconds: number): string {
  if (seconds < 59.95 && !Number.isInteger(seconds)) {
    const digits = seconds < 0.0995 ? 3 : seconds < 9.995 ? 2 : 1;
    return `${seconds.toFixed(digits)}s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${twoDigits(whole % 60)}s`;
  if (whole < SECONDS_PER_DAY)
    return `${Math.floor(whole / 3600)}h ${twoDigits(Math.floor((whole % 3600) / 60))}m`;
  return `${formatCount(Math.floor(whole / SECONDS_PER_DAY))}d ${twoDigits(Math.floor((whole % SECONDS_PER_DAY) / 3600))}h`;
}

/** A second of the data set, day 0 being the first, as a day and a clock: `d7 08:23:35`; `parseSecond` reads it back. */
export function formatSecond(second: number): string {
  const day = Math.floor(second / SECONDS_PER_DAY);
  const ofDay = Math.floor(second - day * SECONDS_PER_DAY);
  const clock = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60];
  return `d${day} ${clock.map((part) => twoDigits(Math.floor(part))).join(':')}`;
}

/** A share between 0 and 1: `12.3 %`; one that is not quite nothing or all doesn't read as such: `<0.1 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** In the unit that leaves two or three digits that count: 1.2, 12, 123. */
function scaled(value: number, units: readonly string[]): string {
  let unit = 0;
  let rest = value;
  while (rounded(rest) >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(rest) : rounded(rest)}${units[unit]}`;
}

function rounded(value: number): number {
  return value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whether a CSV field with this value has to stand in quotes (RFC 4180): for a comma, a quote or a line end in it. */
export function needsQuotes(text: string): boolean {
  return /[",\r\n]/.test(text);
}

/** What stands for a value between the quotes of a CSV field. */
export function quotesDoubled(text: string): string {
  return text.replaceAll('"', '""');
}

/** A value as a CSV field (RFC 4180), in quotes only where it has to be, as Python's csv module writes it. */
export function csvValue(text: string): string {
  return needsQuotes(text) ? `"${quotesDoubled(text)}"` : text;
}

// The rules of standard SQL, which DuckDB keeps to: a quote within quotes is doubled, and nothing else is special.

/** `name` as an identifier in SQL, whatever is in it. */
export function sqlIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `text` as a string in SQL, whatever is in it: for the places that take no parameter. */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path of one file as a string in SQL, for the functions of DuckDB that take it for a pattern of many. */
export function sqlPathLiteral(path: string): string {
  if (!/[*?[]/.test(path)) return sqlLiteral(path);
  // In a pattern a backslash is no character of a name.
  return sqlLiteral(path.replace(/[*?[]/g, '[$&]').replaceAll('\\', '?'));
}

/** In every runtime, though not in the language's own types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

const ENCODER = new TextEncoder();

/** `text` as UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}

/**
 * Compares two strings by their UTF-8 bytes, as `LC_ALL=C sort` does.
 * UTF-16 order is the same but for surrogates, which sort below U+E000 there and above it in UTF-8.
 *
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal.
 */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

function surrogatesLast(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
