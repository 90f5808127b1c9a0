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

/** A whole number from `least` to `most`, both inside. */
export function wholeNumber(flag: string, least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw usageError(`${flag} takes a whole number`, text, `give one from ${least} to ${most}`);
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

/** A pattern for names. An empty one is more often a variable that a script forgot to set than a wish for rows without a name. */
export function namePattern(flag: string): Parser<string> {
  return (text) => {
    if (text !== '') return text;
    throw usageError(`${flag} is empty`, text, 'give a name, or a pattern with * and ?');
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
