import { midnightOf, secondOfDay } from '../windows-time.js';

const ZERO = 48;
const [DASH, POINT, COLON, T, Z] = [45, 46, 58, 84, 90];

const MOST_FRACTION_DIGITS = 9;
const MICROSECOND_DIGITS = 6;

/** Reads times out of bytes, as far as they are written as most are: `2024-03-14T08:00:00.123456Z`, with up to nine digits of a second. */
export class IsoTimes {
  /** The day of the time before, as a number of eight digits, and when it began. */
  #day = -1;
  #midnight = NaN;

  /** Microseconds since 1970, those below cut; NaN for what is written in another way, and for what is no time. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const areMarks =
      bytes[start + 4] === DASH &&
      bytes[start + 7] === DASH &&
      bytes[start + 10] === T &&
      bytes[start + 13] === COLON &&
      bytes[start + 16] === COLON &&
      bytes[end - 1] === Z;
    if (!areMarks) return NaN;
    const fraction = this.#fraction(bytes, start + 19, end - 1);
    const hour = number(bytes, start + 11, 2);
    const second = secondOfDay(hour, number(bytes, start + 14, 2), number(bytes, start + 17, 2));
    const time = (this.#midnightOf(bytes, start) + second) * 1e6 + fraction;
    return Number.isSafeInteger(time) ? time : NaN;
  }

  #midnightOf(bytes: Uint8Array, start: number): number {
    const year = number(bytes, start, 4);
    const month = number(bytes, start + 5, 2);
    const day = number(bytes, start + 8, 2);
    const all = year * 10_000 + month * 100 + day;
    if (all === this.#day) return this.#midnight;
    this.#day = all;
    return (this.#midnight = midnightOf(year, month, day));
  }

  /** Millionths of a second from the point on; NaN for anything but a point and digits, or nothing. */
  #fraction(bytes: Uint8Array, point: number, end: number): number {
    if (point === end) return 0;
    const digits = end - point - 1;
    if (bytes[point] !== POINT || digits < 1 || digits > MOST_FRACTION_DIGITS) return NaN;
    const value = number(bytes, point + 1, digits);
    return Math.floor(value * 10 ** (MICROSECOND_DIGITS - digits));
  }
}

/** The number that some digits are; NaN where anything else is among them. */
function number(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let n = 0; n < digits; n++) {
    const digit = bytes[at + n]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}
