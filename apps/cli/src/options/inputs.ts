import { availableParallelism } from 'node:os';
import { OPTION_BOUNDS, OPTION_CHOICES, type InputOptions } from '@cmsc/pipeline';
import type { Option } from 'commander';
import type { Cli } from '../cli.js';
import { toDialect, type DialectFlags } from './dialect.js';
import { valueOption, type OptionGroup } from './option-group.js';
import { count, namedFile, oneOf, usageError } from './parsers.js';

/** What was said of the inputs. */
export interface InputFlags extends DialectFlags {
  onBadRow?: InputOptions['onBadRow'];
  rejects?: string;
  threads?: number;
}

/** What happens to rows that are not as they should be, and how many threads read. */
export function readingOptions(): OptionGroup {
  return {
    heading: 'Reading:',
    options: [
      valueOption(
        '--on-bad-row <fail|skip>',
        'fail: stop at the first bad row (default); skip: count it and go on, unless most rows are bad',
        oneOf(OPTION_CHOICES.onBadRow),
      ),
      valueOption('--rejects <file>', 'with skip: the bad rows as CSV: file, line, reason, row', namedFile),
      threadsOption(),
    ],
  };
}

/** How many threads may be used. */
export function threadsOption(): Option {
  return valueOption(
    '--threads <n>',
    `threads to use (default: all cores, here ${availableParallelism()})`,
    count(...OPTION_BOUNDS.threads),
  );
}

/**
 * What the pipeline is told about its inputs.
 *
 * @throws CmscError BAD_OPTION when options contradict each other.
 */
export function toInputOptions(inputs: readonly string[], flags: InputFlags, cli: Cli): InputOptions {
  if (flags.rejects !== undefined && flags.onBadRow !== 'skip')
    throw usageError('--rejects is for bad rows that are skipped', undefined, 'add --on-bad-row skip');
  return {
    inputs,
    dialect: toDialect(flags),
    onBadRow: flags.onBadRow,
    rejects: flags.rejects,
    threads: flags.threads,
    signal: cli.signal,
    onWarning: (line) => cli.warn(line),
    onDebug: cli.debug ? (line) => cli.say(line) : undefined,
  };
}
