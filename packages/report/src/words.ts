import { formatCount, formatMany, formatSecond, showable } from '@cmsc/core';

/** A second of the data set by its day, of which the first is 0: `d1 17:54:45`; or by the calendar, in UTC. */
export function timeText(seconds: number, isCalendar: boolean): string {
  if (isCalendar)
    return new Date(seconds * 1000)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.000Z$|Z$/, ' UTC');
  return formatSecond(seconds);
}

const LONGEST_NAME = 100;

/** A name as it stands in words and tables: one that would fill pages is cut, its length said. */
export function nameText(name: string): string {
  const characters = name.length > LONGEST_NAME ? [...name] : [];
  if (characters.length <= LONGEST_NAME) return showable(name);
  return `${showable(characters.slice(0, LONGEST_NAME).join(''))}… (${formatCount(characters.length)} characters)`;
}

const MOST_NAMED = 3;

/** Some names, the first of `count`: `C1`, `C1 and C2`, `C1, C2, C3 and 4 others`. */
export function namesText(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, MOST_NAMED).map(nameText);
  const others = count - shown.length;
  if (others > 0) return `${shown.join(', ')} and ${formatMany(others, 'other')}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** A share as a percentage that tells little from nothing: `0.034 %`; nothing of nothing is `0 %`. */
export function shareText(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  return `${Number(share.toPrecision(2))} %`;
}
