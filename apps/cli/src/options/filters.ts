import { listOption, valueOption, type OptionGroup } from './option-group.js';
import { namePattern, second, usageError } from './parsers.js';

/** What was said of the time window. */
export interface WindowFlags {
  from?: number;
  to?: number;
}

/** What was said of the rows wanted. */
export interface FilterFlags extends WindowFlags {
  user?: string;
  computer?: string;
}

/** First and last second. */
export function windowOptions(
  meaning = {
    from: 'only rows at or after this second: 150885, 2d, 1h, day2',
    to: 'only rows at or before this second: reading stops behind it',
  },
): OptionGroup {
  return {
    heading: 'Filters:',
    options: [
      valueOption('--from <second>', meaning.from, second('--from')),
      valueOption('--to <second>', meaning.to, second('--to', true)),
    ],
  };
}

/** The window, and patterns for the names in two columns. */
export function filterOptions(user: string, computer: string): OptionGroup {
  const { heading, options } = windowOptions();
  return {
    heading,
    options: [
      ...options,
      listOption(
        '--user <pattern>',
        `only rows whose ${user} matches; * is any text, ? one character; several, or between commas: one of them`,
        namePattern('--user'),
      ),
      listOption('--computer <pattern>', `only rows whose ${computer} matches`, namePattern('--computer')),
    ],
  };
}

/**
 * The window as the pipeline takes it.
 *
 * @throws CmscError BAD_OPTION when it holds no second.
 */
export function toWindow({ from, to }: WindowFlags): WindowFlags {
  if (from !== undefined && to !== undefined && from > to)
    throw usageError(`--from ${from} is after --to ${to}`, undefined, 'swap them');
  return { from, to };
}
