import { LATEST_TIME } from '../rows/row-rules.js';

const MOST_TIME_DIGITS = 10;
const MOST_NUMBER_DIGITS = 15;

/** The time from `begin` to `end`, -1 when it is none, or has more than ten digits. */
export function parseTime(bytes: Uint8Array, begin: number, end: number): number {
  if (end === begin || end - begin > MOST_TIME_DIGITS) return -1;
  let time = 0;
  for (let i = begin; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) return -1;
    time = time * 10 + digit;
  }
  return time > LATEST_TIME ? -1 : time;
}

/** Whether a field is 1 to 15 digits, and so a number that is certainly not above 2^53 - 1. */
export function isShortNumber(bytes: Uint8Array, begin: number, end: number): boolean {
  return end - begin <= MOST_NUMBER_DIGITS && isDigits(bytes, begin, end);
}

/** Whether a field is digits and nothing else. */
export function isDigits(bytes: Uint8Array, begin: number, end: number): boolean {
  if (end === begin) return false;
  for (let i = begin; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false;
  return true;
}
