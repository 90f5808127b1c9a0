export { formatCount, formatMany } from '@cmsc/core';

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size in units of 1000: `1 byte`, `999 bytes`, `7.6 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return '1 byte';
  return scaled(bytes, BYTE_UNITS);
}

/** A rate of rows: `950 rows/s`, `2.4 M rows/s`. */
export function formatRate(rowsPerSecond: number): string {
  const rate = scaled(rowsPerSecond, ['', 'k', 'M', 'G']);
  return `${rate.trim()} rows/s`;
}

/** How long something took: `0.42 s`, `12.3 s`, `4 min 05 s`, `2 h 07 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return formatWholeSeconds(seconds);
}

/** The same without fractions of a second: `5 s`. */
export function formatWholeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

function scaled(value: number, units: readonly string[]): string {
  let unit = 0;
  let rest = value;
  while (rounded(rest) >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(rest) : rounded(rest)} ${units[unit]}`;
}

/** Two or three digits that count: 1.2, 12, 123. */
function rounded(value: number): number {
  return value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
