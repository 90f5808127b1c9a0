import { putDigits } from './ascii.js';

/** Microseconds since 1970 as ISO 8601 with six digits and Z. */
export function isoTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  const fraction = String(microseconds - seconds * 1e6).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

const DASH = 45;
const POINT = 46;
const COLON = 58;
const T = 84;
const Z = 90;

/** Writes the same, of a time in the years 0 to 9999, to `bytes` from `at` on. Returns where it ends. */
export function putIsoTime(bytes: Uint8Array, at: number, microseconds: number): number {
  const seconds = Math.floor(microseconds / 1e6);
  const date = new Date(seconds * 1000);
  at = putDigits(bytes, at, date.getUTCFullYear(), 4);
  bytes[at++] = DASH;
  at = putDigits(bytes, at, date.getUTCMonth() + 1, 2);
  bytes[at++] = DASH;
  at = putDigits(bytes, at, date.getUTCDate(), 2);
  bytes[at++] = T;
  at = putDigits(bytes, at, date.getUTCHours(), 2);
  bytes[at++] = COLON;
  at = putDigits(bytes, at, date.getUTCMinutes(), 2);
  bytes[at++] = COLON;
  at = putDigits(bytes, at, date.getUTCSeconds(), 2);
  bytes[at++] = POINT;
  at = putDigits(bytes, at, microseconds - seconds * 1e6, 6);
  bytes[at++] = Z;
  return at;
}
