import { CmscError } from '@cmsc/core';
import { isStandardOutput } from '@cmsc/files';

/** Turns the text behind an option into its value. */
export type Parser<T> = (text: string) => T;

/** An error in what was typed after `cmsc`: exit status 2. */
export function usageError(what: string, text: string | undefined, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { text, hint });
}

/** Largest second, and largest whole number of seconds, that a time column holds. */
export const LARGEST_SECOND = 2_147_483_647;

const SECONDS_PER_DAY = 86_400;

/** A whole number from `least` to `most`, both inside. */
export function wholeNumber(flag: string, least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw usageError(`${flag} takes a whole number`, text, `give one from ${least} to ${most}`);
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A whole number of seconds, from `least` to `most`: `90`, `90s`, `5m`, `1h`, `2d`. */
export function secondCount(flag: string, least: number, most: number): Parser<number> {
  return (text) => {
    const [, digits, unit = 's'] = /^(\d+)([smhd])?$/.exec(text) ?? [];
    const value = digits === undefined ? NaN : Number(digits) * (UNIT_SECONDS[unit] as number);
    if (value >= least && value <= most) return value;
    throw usageError(
      `${flag} takes a whole number of seconds`,
      text,
      `give one from ${least} to ${most}, or such as 90s, 5m, 1h, 2d`,
    );
  };
}

/**
 * A second of the data set: as {@link secondCount}, or a day such as `day2`, where day 0 begins with second 0.
 *
 * @param flag the option.
 * @param isLast whether a day stands for its last second, and not for its first.
 */
export function second(flag: string, isLast = false): Parser<number> {
  return (text) => {
    const [, days] = /^day(\d{1,6})$/.exec(text) ?? [];
    const first = Number(days) * SECONDS_PER_DAY;
    const value = days === undefined ? secondOf(text) : first + (isLast ? SECONDS_PER_DAY - 1 : 0);
    if (value <= LARGEST_SECOND) return value;
    throw usageError(
      `${flag} takes a whole number`,
      text,
      `give one from 0 to ${LARGEST_SECOND}, or such as 1h, 2d, day2`,
    );
  };
}

function secondOf(text: string): number {
  try {
    return secondCount('', 0, LARGEST_SECOND)(text);
  } catch {
    return NaN;
  }
}

const COUNT_FACTORS: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** A whole number from `least` to `most`, also written as `10k`, `2M` or `1e6`. */
export function count(flag: string, least: number, most: number): Parser<number> {
  return (text) => {
    const [, digits, power = '0', factor] = /^(\d+)(?:e(\d{1,2})|([kMG]))?$/.exec(text) ?? [];
    const value = Number(digits) * 10 ** Number(power) * (COUNT_FACTORS[factor ?? ''] ?? 1);
    if (value >= least && value <= most) return value;
    throw usageError(`${flag} takes a whole number`, text, `give one from ${least} to ${most}, such as 10k`);
  };
}

/** A number from 0 to `most`, both inside; it may have decimals. */
export function numberUpTo(flag: string, most: number): Parser<number> {
  return (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value <= most) return value;
    throw usageError(`${flag} takes a number`, text, `give one from 0 to ${most}`);
  };
}

/** One of a few words. */
export function oneOf<T extends string>(flag: string, choices: readonly T[]): Parser<T> {
  return (text) => {
    const choice = choices.find((word) => word === text);
    if (choice !== undefined) return choice;
    throw usageError(`${flag} has no choice of this name`, text, `choose one of ${choices.join(', ')}`);
  };
}

/** Column names between commas, each once. */
export function columnNames(flag: string): Parser<string[]> {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    if (names.includes(''))
      throw usageError(`${flag} has an empty column name`, text, 'give names between commas: A,B');
    if (new Set(names).size < names.length)
      throw usageError(`${flag} names a column twice`, text, 'give each name once');
    return names;
  };
}

/** Patterns for names, between commas. An empty one is more often a variable that a script forgot to set than a wish for rows without a name. */
export function namePattern(flag: string): Parser<string> {
  return (text) => {
    if (!text.split(',').includes('')) return text;
    throw usageError(`${flag} is empty`, text, 'give names, or patterns with * and ?, between commas');
  };
}

/** A path, not an empty one. */
export function filePath(flag: string): Parser<string> {
  return (text) => {
    if (text !== '' && !text.includes('\0')) return text;
    throw usageError(`${flag} is no file name`, text, 'give the path of a file');
  };
}

/** Where results go: a path, or `-` for standard output, by whatever name it was called. */
export function outputPath(flag: string): Parser<string> {
  const parse = filePath(flag);
  return (text) => (isStandardOutput(text) ? '-' : parse(text));
}

/** A path of a file: `-` would be one of this name. */
export function namedFile(flag: string): Parser<string> {
  const parse = filePath(flag);
  return (text) => {
    if (!isStandardOutput(text)) return parse(text);
    throw usageError(`${flag} can't be standard output`, undefined, 'give it a file');
  };
}

const SPELLINGS_OF_TAB = ['\\t', 'tab', 'TAB'];
const NO_DELIMITERS = ['"', '\n', '\r', '\0'];

/**
 * The character between two values: any but a quote or the end of a line; `\t` and `tab` are the tab.
 *
 * @throws CmscError BAD_OPTION for anything else.
 */
export function delimiterCharacter(text: string): string {
  if (SPELLINGS_OF_TAB.includes(text)) return '\t';
  if ([...text].length === 1 && !NO_DELIMITERS.includes(text)) return text;
  throw usageError('--delimiter takes one character', text, 'give one such as ";" or tab');
}
