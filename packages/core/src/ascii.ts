const ZERO = 48;
const MINUS = 45;
const LARGEST_INT = 2147483647;
const BILLION = 1_000_000_000;

/** Two digits for each number below 100. */
const PAIRS = Uint8Array.from(
  { length: 200 },
  (_, i) => ZERO + (i % 2 ? ((i - 1) / 2) % 10 : Math.floor(i / 20)),
);

/** Writes the whole number `value` from −2⁵³ + 1 to 2⁵³ − 1 in decimal to `bytes` from `at` on. Returns where it ends. */
export function putInt(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0) {
    bytes[at++] = MINUS;
    value = -value;
  }
  // What is no 32-bit integer can't go the way of the others.
  if (value > LARGEST_INT) return putLarge(bytes, at, value);
  const end = at + digits(value);
  let i = end;
  while (value >= 100) {
    const rest = (value / 100) | 0;
    const pair = (value - rest * 100) * 2;
    bytes[--i] = PAIRS[pair + 1] as number;
    bytes[--i] = PAIRS[pair] as number;
    value = rest;
  }
  if (value >= 10) {
    bytes[--i] = PAIRS[value * 2 + 1] as number;
    bytes[--i] = PAIRS[value * 2] as number;
  } else bytes[--i] = ZERO + value;
  return end;
}

/** Writes the last nine digits one by one, whatever stands before them. */
function putLarge(bytes: Uint8Array, at: number, value: number): number {
  const above = Math.floor(value / BILLION);
  return putDigits(bytes, putInt(bytes, at, above), value - above * BILLION, 9);
}

/** Writes the last `digits` digits of a whole number that is not negative, zeros where it has fewer. Returns where they end. */
export function putDigits(bytes: Uint8Array, at: number, value: number, digits: number): number {
  const end = at + digits;
  for (let i = end; i > at; value = Math.floor(value / 10)) bytes[--i] = ZERO + (value % 10);
  return end;
}

/** Most bytes that {@link putNumber} and {@link putInt} write. */
export const LONGEST_NUMBER = 25;

const MICRO = 1_000_000;
const POINT = 46;

/** Writes the shortest decimal that is `value` again when it is read, which must be finite. Returns where it ends. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  const micros = Math.round(value * MICRO);
  // Scores have six digits after the point. Whatever has more, or an exponent, takes the long way.
  if (value < 0 || micros > LARGEST_INT || micros / MICRO !== value || Object.is(value, -0))
    return putText(bytes, at, String(value));
  const whole = Math.floor(micros / MICRO);
  at = putInt(bytes, at, whole);
  return putFraction(bytes, at, micros - whole * MICRO);
}

/** Writes millionths with the point before the last six digits, all of which are there. Returns where it ends. */
export function putMillionths(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0) {
    bytes[at++] = MINUS;
    value = -value;
  }
  const whole = Math.floor(value / MICRO);
  at = putInt(bytes, at, whole);
  bytes[at++] = POINT;
  return putDigits(bytes, at, value - whole * MICRO, 6);
}

/** Writes the point and the digits behind it, without zeros at the end; nothing for 0. */
function putFraction(bytes: Uint8Array, at: number, micros: number): number {
  if (micros === 0) return at;
  bytes[at++] = POINT;
  for (let unit = MICRO / 10; micros > 0; unit /= 10) {
    const digit = Math.floor(micros / unit);
    bytes[at++] = ZERO + digit;
    micros -= digit * unit;
  }
  return at;
}

function putText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
  return at;
}

/** Copies `source` from `from` to `to` to `bytes` from `at` on. Returns where it ends. */
export function putBytes(
  bytes: Uint8Array,
  at: number,
  source: Uint8Array,
  from = 0,
  to = source.length,
): number {
  // For the few bytes of a name a loop is faster than the call to `set`.
  if (to - from > 64) {
    bytes.set(source.subarray(from, to), at);
    return at + to - from;
  }
  for (let i = from; i < to; i++) bytes[at++] = source[i] as number;
  return at;
}

function digits(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1000) return 3;
  if (value < 10_000) return 4;
  if (value < 100_000) return 5;
  if (value < 1_000_000) return 6;
  if (value < 10_000_000) return 7;
  if (value < 100_000_000) return 8;
  return value < 1_000_000_000 ? 9 : 10;
}
