import { CmscError } from './errors.js';

/** Largest time in seconds, the largest value of an Int32Array. */
export const LATEST_TIME = 2_147_483_647;

/** How far a whole number may go. Where there is no limit `most` is Infinity, which is a value then, too. */
export type Bounds = readonly [least: number, most: number];

/** How an error speaks of a number. */
export interface NumberWords {
  /** What was typed, when not the number itself. */
  said?: string;
  /** What else can be given, behind the bounds. */
  such?: string;
  /** What is counted: ` of seconds`. */
  of?: string;
}

/**
 * A whole number, as an option takes it: also from a program in JavaScript, which types don't reach.
 *
 * @param name the option, as whoever gave it writes it: `budget`, `--budget`.
 * @throws CmscError BAD_OPTION (usage) for any other value.
 */
export function wholeNumber(name: string, value: number, bounds: Bounds, words: NumberWords = {}): number {
  const [least, most] = bounds;
  if ((Number.isInteger(value) || value === Infinity) && value >= least && value <= most) return value;
  const { said = String(value), such = '', of = '' } = words;
  const range = most === Infinity ? `from ${least} on` : `from ${least} to ${most}`;
  throw badOption(`${name} takes a whole number${of}`, said, `give one ${range}${such}`);
}

/**
 * One of a few words, as an option takes it.
 *
 * @throws CmscError BAD_OPTION (usage) for any other.
 */
export function oneOfChoices<T extends string>(name: string, word: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === word);
  if (choice !== undefined) return choice;
  throw badOption(`${name} has no choice of this name`, word, `choose one of ${choices.join(', ')}`);
}

/**
 * Refuses a first and a last second, both inside, between which there is none; `dashes` stand before their names where these are typed.
 *
 * @throws CmscError BAD_OPTION (usage) for what is no second, and when nothing is in between.
 */
export function checkWindow(window: { from?: number; to?: number }, dashes: '' | '--' = ''): void {
  const { from, to } = window;
  if (from !== undefined) wholeNumber(`${dashes}from`, from, [0, LATEST_TIME]);
  if (to !== undefined) wholeNumber(`${dashes}to`, to, [0, Infinity]);
  if (from === undefined || to === undefined || from <= to) return;
  throw badOption(`${dashes}from ${from} is after ${dashes}to ${to}`, undefined, 'swap them');
}

function badOption(what: string, text: unknown, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, {
    ...(text !== undefined && { text: String(text) }),
    hint,
  });
}
