import { parseDuration } from '@cmsc/core';
import type { Condition, Operator } from './list-ref.js';

const UNITS: Readonly<Record<string, bigint>> = { '': 1n, s: 1n, m: 60n, h: 3600n, d: 86_400n };

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?([smhd]?)$/;

/** Digits in groups of three, as numbers are shown. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?=\.|[smhd]?$)/;

/** A duration in several units, as durations are shown: `12m 05s`, `1h30m`. */
const SEVERAL_UNITS = /^(?:\d+[dhms]\s*){2,}$/;

/** What every number that a database holds is smaller than, and what it is greater than when negative. */
const BEYOND = BigInt(Number.MAX_SAFE_INTEGER);

/** A value that no whole number equals. */
const NO_WHOLE_NUMBER = 0.5;

/** What a condition on numbers says, but for its column. */
export type NumberComparison = Pick<Condition, 'operator' | 'value'>;

/**
 * A comparison of whole numbers with `text`, said with a whole number: what is smaller than 2.5 is at most 2. It is
 * worked out without rounding, however many digits there are.
 * @returns null when `text` is no number; `s`, `m`, `h` or `d` may follow it, for seconds, and there
 * may be several of them
 */
export function wholeComparison(operator: Operator, text: string): NumberComparison | null {
  const joined = text.replace(/(?<=\d)\s+(?=[smhd]$)/, '');
  const duration = SEVERAL_UNITS.test(joined) ? parseDuration(joined.replaceAll(/\s+/g, '')) : undefined;
  const plain = duration === undefined ? joined.replace(GROUPED, ungrouped) : String(BigInt(duration));
  const match = NUMBER.exec(plain);
  if (match === null) return null;
  const [, sign, whole = '', decimals = '', unit = ''] = match;
  const scale = 10n ** BigInt(decimals.length);
  const scaled = BigInt(`${sign === '-' ? '-' : ''}${whole}${decimals}`) * (UNITS[unit] ?? 1n);
  const floor = scaled / scale - (scaled < 0n && scaled % scale !== 0n ? 1n : 0n);
  if (floor * scale === scaled) return compared(operator, floor);
  switch (operator) {
    case '<':
    case '<=':
      return compared('<=', floor);
    case '>':
    case '>=':
      return compared('>', floor);
    default:
      return { operator, value: NO_WHOLE_NUMBER };
  }
}

/** A comparison of fractions with `text`, or null when that is no number. */
export function shareComparison(operator: Operator, text: string): NumberComparison | null {
  const match = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(%?)$/.exec(text);
  return match === null ? null : { operator, value: Number(match[1]) / (match[2] === '%' ? 100 : 1) };
}

function ungrouped(digits: string): string {
  return digits.replaceAll(',', '');
}

// Beyond 2^53 a number would be another one; nothing that is compared with it lies there.
function compared(operator: Operator, value: bigint): NumberComparison {
  const inside = value <= BEYOND && value >= -BEYOND;
  if (inside) return { operator, value: Number(value) };
  if (operator === '=' || operator === '==') return { operator, value: NO_WHOLE_NUMBER };
  return { operator, value: Number(value < 0n ? -BEYOND : BEYOND) };
}
