import { OPTION_BOUNDS, OPTION_CHOICES, type RuleOptions, type SessionsOptions } from '@cmsc/pipeline';
import type { Option } from 'commander';
import type { Cli } from '../cli.js';
import type { EngineFlags } from './engine.js';
import { toWindow, type FilterFlags } from './filters.js';
import { toInputOptions, type InputFlags } from './inputs.js';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { toOutputOptions, type OutputFlags } from './output.js';
import { namedFile, oneOf, secondCount, usageError } from './parsers.js';

/** What was said to `sessions` or `processes`. */
export interface SessionsFlags extends InputFlags, FilterFlags, RuleOptions, OutputFlags, EngineFlags {
  minDuration?: number;
  keepOpen?: true;
  sessionIds?: true;
  grouped?: true;
  order?: 'key' | 'close';
  redteam?: string;
  stateIn?: string;
  stateOut?: string;
}

/** Which finished sessions are written, and how. */
export function shapeOptions(more: readonly Option[] = []): OptionGroup {
  return {
    heading: 'Rows written:',
    options: [
      valueOption(
        '--min-duration <seconds>',
        'only sessions that last at least this long',
        secondCount(...OPTION_BOUNDS.minDurationSeconds),
      ),
      switchOption('--keep-open', 'sessions that have no end too: end_time and duration are empty'),
      valueOption(
        '--order <key|close>',
        'key: by key, then start (default); close: as they close, in constant memory',
        oneOf(OPTION_CHOICES.order),
      ),
      switchOption('--grouped', 'one row a key, with its list of [start, end]').conflicts([
        'keepOpen',
        'partition',
        'redteam',
        'stateIn',
        'stateOut',
      ]),
      ...more,
    ],
  };
}

/** The numbers of sessions, which a database of `build` has too. */
export function idsOption(): Option {
  return switchOption(
    '--session-ids',
    'a last column session_id: the number that cmsc build gives to the complete session',
  ).conflicts(['grouped', 'minDuration', 'stateIn', 'stateOut', 'engine']);
}

/** Carrying what is open from one run into the next. */
export function stateOptions(): OptionGroup {
  return {
    heading: 'One run after the other:',
    options: [
      valueOption('--state-in <file>', 'carry on what the run before left open', namedFile),
      valueOption(
        '--state-out <file>',
        'leave what may still grow to the next run: it is not written by this one',
        namedFile,
      ),
    ],
  };
}

/**
 * What the pipeline is told to do for `sessions` or `processes`.
 *
 * @throws CmscError BAD_OPTION when options contradict each other.
 */
export function toSessionsOptions(
  command: SessionsOptions['command'],
  inputs: readonly string[],
  flags: SessionsFlags,
  cli: Cli,
): SessionsOptions {
  const { preset, key, ties, pairing, failedLogons, source } = flags;
  const { redteam, user, computer, stateIn, stateOut } = flags;
  const { minDuration: minDurationSeconds, keepOpen, sessionIds, grouped, order } = flags;
  if (sessionIds && order === 'close')
    throw usageError(
      '--session-ids numbers sessions by key and start',
      undefined,
      'drop --order close: they close in another order',
    );
  if (grouped && order === 'close')
    throw usageError(
      '--grouped gives one row a key, so it has to wait for all of them',
      undefined,
      'drop --order close',
    );
  return {
    command,
    ...toInputOptions(inputs, flags, cli),
    ...toWindow(flags),
    ...toOutputOptions(flags),
    ...{ preset, key, ties, pairing, failedLogons, source },
    ...{ redteam, user, computer, stateIn, stateOut },
    ...{ minDurationSeconds, keepOpen, sessionIds, grouped, order },
  };
}
