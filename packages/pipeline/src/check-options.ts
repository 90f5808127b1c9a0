import { CmscError, LATEST_TIME, oneOfChoices, wholeNumber, type Bounds } from '@cmsc/core';
import { delimiterOf, ON_BAD_ROW, type Dialect } from '@cmsc/loaders';

/** What options of runs can be that are one of a few words, by their names, whichever run takes them. */
export const OPTION_CHOICES = {
  onBadRow: ON_BAD_ROW,
  order: ['key', 'close'],
  partition: ['day'],
  events: ['starts', 'runs'],
  processes: ['security', 'sysmon'],
  unit: ['logon', 'session'],
  theme: ['light', 'dark', 'auto'],
} as const;

/** What options of runs can be that are whole numbers: the least and the most. */
export const OPTION_BOUNDS = {
  threads: [1, 256],
  minDurationSeconds: [0, LATEST_TIME],
  budget: [1, LATEST_TIME],
  seed: [0, LATEST_TIME],
  top: [0, 1_000_000],
} as const satisfies Record<string, Bounds>;

const LISTS = ['inputs', 'flows', 'key'];

/**
 * Looks at the options of a run before any of its work is done, by the rules that the command has for them: types don't reach
 * a program in JavaScript, and an option that is none would do something else without a word.
 *
 * @throws CmscError BAD_OPTION (usage) for the first that can't be.
 */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (value === undefined) continue;
    const choices = named(OPTION_CHOICES, name);
    if (choices) oneOfChoices(name, value as string, choices);
    const bounds = named(OPTION_BOUNDS, name);
    if (bounds) wholeNumber(name, value as number, bounds);
    if (name === 'dialect') delimiterOf(value as Dialect);
    if (LISTS.includes(name) && !Array.isArray(value)) throw noList(name, value);
  }
}

function named<T>(rules: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}

function noList(name: string, value: unknown): CmscError {
  const hint = `write ${name}: ['…']`;
  return new CmscError('usage', 'BAD_OPTION', `${name} takes a list`, { text: String(value), hint });
}
