import {
  CmscError,
  globsIn,
  LATEST_TIME,
  oneOfChoices,
  parseCount,
  parseDuration,
  parseSecond,
  wholeNumber,
  type Bounds,
} from '@cmsc/core';
import { isStandardOutput } from '@cmsc/files';
import { isDelimiter } from '@cmsc/loaders';

/** Turns the text behind an option into its value; errors name the option. */
export interface Parser<T> {
  (text: string, flag: string): T;
  /** All that it takes, when these are some words. */
  choices?: readonly string[];
}

/** An error in what was typed after `cmsc`: exit status 2. */
export function usageError(what: string, text: string | undefined, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { text, hint });
}

/** A whole number of seconds, from `least` to `most`: `90`, `90s`, `5m`, `1h`, `2d3h`. */
export function secondCount(...bounds: Bounds): Parser<number> {
  const words = { of: ' of seconds', such: ', or such as 90s, 5m, 1h, 2d, 2d3h' };
  return (text, flag) => wholeNumber(flag, parseDuration(text) ?? NaN, bounds, { ...words, said: text });
}

/**
 * A second of the data set: as {@link secondCount}, or a day such as `day2`, where day 0 begins with second 0.
 *
 * @param isLast whether a day stands for its last second, and not for its first.
 */
export function second(isLast = false): Parser<number> {
  const bounds = [0, LATEST_TIME] as const;
  const such = ', or such as 1h, 2d, day2, "d2 10:00"';
  return (text, flag) => wholeNumber(flag, parseSecond(text, isLast) ?? NaN, bounds, { said: text, such });
}

/** As {@link second}, or a time that begins with its date, as Windows events have: what it is depends on a zone, and so on other options. */
export function secondOrTime(isLast: boolean): Parser<number | string> {
  const parse = second(isLast);
  return (text, flag) => (/^\d{4}-\d\d-\d\d/.test(text) ? text : parse(text, flag));
}

/** A whole number from `least` to `most`, both inside, also written as `1_000`, `10k`, `2M` or `1e6`. */
export function count(...bounds: Bounds): Parser<number> {
  const such = bounds[1] < 1000 ? '' : ', such as 10k';
  return (text, flag) => wholeNumber(flag, parseCount(text) ?? NaN, bounds, { said: text, such });
}

/** A number from 0 to `most`, both inside; it may have decimals. */
export function numberUpTo(most: number): Parser<number> {
  return (text, flag) => {
    const value = /^\d+\.\d+$/.test(text) ? Number(text) : (parseCount(text) ?? NaN);
    if (value <= most) return value;
    throw usageError(`${flag} takes a number`, text, `give one from 0 to ${most}`);
  };
}

/** One of a few words. */
export function oneOf<T extends string>(choices: readonly T[]): Parser<T> {
  const parse = (text: string, flag: string): T => oneOfChoices(flag, text, choices);
  return Object.assign(parse, { choices });
}

/**
 * Column names between commas, each once.
 *
 * @throws CmscError BAD_OPTION for an empty name, and one that comes twice.
 */
export function columnNames(text: string, flag: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw usageError(`${flag} has an empty column name`, text, 'give names between commas: A,B');
  if (new Set(names).size < names.length)
    throw usageError(`${flag} names a column twice`, text, 'give each name once');
  return names;
}

/**
 * Patterns for names, between commas.
 *
 * @throws CmscError BAD_OPTION for an empty one: more often a variable that a script forgot to set than a wish for rows without a name.
 */
export function namePattern(text: string, flag: string): string {
  if (!globsIn(text).includes('')) return text;
  throw usageError(`${flag} is empty`, text, 'give names, or patterns with * and ?, between commas');
}

/**
 * Words to stand above something.
 *
 * @throws CmscError BAD_OPTION for none.
 */
export function heading(text: string, flag: string): string {
  if (text.trim() !== '') return text;
  throw usageError(`${flag} is empty`, text, 'give some words, or leave it away');
}

/**
 * A path.
 *
 * @throws CmscError BAD_OPTION for an empty one.
 */
export function filePath(text: string, flag: string): string {
  if (text !== '' && !text.includes('\0')) return text;
  throw usageError(`${flag} is no file name`, text, 'give the path of a file');
}

/** Where results go: a path, or `-` for standard output, by whatever name it was called. */
export function outputPath(text: string, flag: string): string {
  const path = filePath(text, flag);
  return isStandardOutput(path) ? '-' : path;
}

/**
 * A path of a file: `-` would be one of this name.
 *
 * @throws CmscError BAD_OPTION for standard output.
 */
export function namedFile(text: string, flag: string): string {
  if (!isStandardOutput(text)) return filePath(text, flag);
  throw usageError(`${flag} can't be standard output`, undefined, 'give it a file');
}

/** Delimiters that a shell makes hard to type, by their names. */
const NAMED_DELIMITERS: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
  space: ' ',
};

/**
 * The character between two values: any but a quote or the end of a line, or the name of one: `tab` (also `\t`), `comma`,
 * `semicolon`, `pipe`, `space`.
 *
 * @throws CmscError BAD_OPTION for anything else.
 */
export function delimiterCharacter(text: string): string {
  const named = Object.entries(NAMED_DELIMITERS).find(([name]) => name === text.toLowerCase());
  if (named) return named[1];
  if (isDelimiter(text)) return text;
  const hint = 'give one such as --delimiter ";", or tab, comma, semicolon, pipe, space';
  throw usageError('--delimiter takes one character', text, hint);
}
