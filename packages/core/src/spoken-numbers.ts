/** Seconds of a day; day 0 of the data set begins with second 0. */
export const SECONDS_PER_DAY = 86_400;

const DIGITS = /^\d+(?:_\d+)*$/;
const COUNT = /^(\d+(?:_\d+)*)(?:e(\d{1,2})|([kMG]))?$/i;
const FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 };

/** From the longest to the shortest, each once: `2d3h`, `1h30m`. */
const DURATION = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const UNIT_SECONDS = [SECONDS_PER_DAY, 3600, 60, 1] as const;

/** A day, and what has passed of it: `day2`, `d2`, `d2 10:00`, `d2 10:00:30`, `d2 10h`. */
const DAY = /^d(?:ay)?(\d{1,6})(?:[ T]?(\d{1,2}):(\d{2})(?::(\d{2}))?|[ +](\d.*))?$/;

/**
 * A whole number as people type it: `1000`, `1_000`, `10k`, `2M`, `1e6`.
 *
 * @returns the number, or undefined for text that is none.
 * @example
 * console.log(parseCount('10k'), parseCount('1_000'), parseCount('ten')); // 10000 1000 undefined
 */
export function parseCount(text: string): number | undefined {
  const [, digits, power = '0', factor = ''] = COUNT.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits.replaceAll('_', '')) * 10 ** Number(power) * (FACTORS[factor.toLowerCase()] ?? 1);
}

/**
 * How long something lasts, in whole seconds: `90`, `90s`, `5m`, `1h`, `2d3h`.
 *
 * @returns seconds, or undefined for text that says no duration.
 */
export function parseDuration(text: string): number | undefined {
  const [, ...parts] = DURATION.exec(text) ?? [];
  if (parts.length === 0) return DIGITS.test(text) ? parseCount(text) : undefined;
  return UNIT_SECONDS.reduce((sum, unit, i) => sum + unit * Number(parts[i] ?? 0), 0);
}

/**
 * A second of the data set: a duration since its beginning, a day such as `day2` or `d2`, or a time of a day (`d2 10:00`).
 *
 * @param text what was typed.
 * @param isLast whether a day alone stands for its last second, and not for its first.
 * @returns the second, or undefined for text that says none.
 */
export function parseSecond(text: string, isLast = false): number | undefined {
  const [, day, hours, minutes = '0', seconds = '0', since] = DAY.exec(text) ?? [];
  if (day === undefined) return parseDuration(text);
  const first = Number(day) * SECONDS_PER_DAY;
  if (since !== undefined) return within(first, parseDuration(since));
  if (hours === undefined) return first + (isLast ? SECONDS_PER_DAY - 1 : 0);
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return within(first, Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** A second of the day that begins with `first`; another day has a number of its own. */
function within(first: number, offset: number | undefined): number | undefined {
  return offset !== undefined && offset < SECONDS_PER_DAY ? first + offset : undefined;
}
