import { checkWindow } from '@cmsc/core';
import { listOption, valueOption, type OptionGroup } from './option-group.js';
import { namePattern, second, secondOrTime, usageError, type Parser } from './parsers.js';

/** First and last second, each inside. */
export interface SecondsWindow {
  from?: number;
  to?: number;
}

/** What was said of the time window: seconds, or the text of times such as Windows events have. */
export interface WindowFlags {
  from?: number | string;
  to?: number | string;
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
  parse: (isLast: boolean) => Parser<number | string> = second,
): OptionGroup {
  return {
    heading: 'Filters:',
    options: [
      valueOption('--from <second>', meaning.from, parse(false)),
      valueOption('--to <second>', meaning.to, parse(true)),
    ],
  };
}

/** The window of a command that takes Windows events, too. */
export function anyWindowOptions(): OptionGroup {
  return windowOptions(
    {
      from: 'only rows at or after this second: 150885, 2d, 1h, day2; of Windows events: 2024-03-14, 2024-03-14T08:00',
      to: 'only rows at or before this second: reading stops behind it, but of Windows events, which are in no order',
    },
    secondOrTime,
  );
}

/** A window, and patterns for the names in two columns. */
export function filterOptions(user: string, computer: string, window = windowOptions()): OptionGroup {
  const { heading, options } = window;
  return {
    heading,
    options: [
      ...options,
      listOption(
        '--user <pattern>',
        `only rows whose ${user} matches; * is any text, ? one character; several, or between commas: one of them ("a name, with a comma" in double quotes)`,
        namePattern,
      ),
      listOption('--computer <pattern>', `only rows whose ${computer} matches`, namePattern),
    ],
  };
}

/**
 * The window as the pipeline takes it of rows whose times are seconds.
 *
 * @throws CmscError BAD_OPTION when it holds no second, or was said in times that such rows have not.
 */
export function toWindow(flags: WindowFlags): SecondsWindow {
  const from = secondsOf('--from', flags.from);
  const to = secondsOf('--to', flags.to);
  checkWindow({ from, to }, '--');
  return { from, to };
}

function secondsOf(flag: string, said: number | string | undefined): number | undefined {
  if (typeof said !== 'string') return said;
  const hint = 'give one such as 150885, 2d, day2: only Windows events have times such as this';
  throw usageError(`${flag} takes a second`, said, hint);
}
