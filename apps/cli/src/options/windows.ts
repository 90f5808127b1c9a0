import { expandInputs, USER_KINDS, type ProcessSource, type UserKind } from '@cmsc/loaders';
import {
  areWindowsEvents,
  OPTION_CHOICES,
  type WindowsInputOptions,
  type WindowsOptions,
} from '@cmsc/pipeline';
import type { Option } from 'commander';
import type { Cli } from '../cli.js';
import type { WindowFlags } from './filters.js';
import { toInputOptions, type InputFlags } from './inputs.js';
import { valueOption, type OptionGroup } from './option-group.js';
import { toOutputOptions } from './output.js';
import { namedFile, oneOf, usageError, type Parser } from './parsers.js';
import type { SessionsFlags } from './sessions.js';

/** What was said of Windows events. */
export interface WindowsFlags {
  source?: string;
  timeZone?: string;
  processes?: ProcessSource;
  userKind?: readonly UserKind[];
  labels?: string;
}

/** The options that are for Windows events alone, by the names that commander gives their values. */
const OF_WINDOWS = {
  timeZone: '--time-zone',
  processes: '--processes',
  userKind: '--user-kind',
  labels: '--labels',
} as const;

/** Options that Windows events have no use for. */
const NOT_OF_WINDOWS = {
  ...{
    preset: '--preset',
    key: '--key',
    ties: '--ties',
    pairing: '--pairing',
    failedLogons: '--failed-logons',
  },
  ...{ redteam: '--redteam', stateIn: '--state-in', stateOut: '--state-out' },
  ...{ grouped: '--grouped', order: '--order', engine: '--engine', events: '--events' },
  ...{ sessionIds: '--session-ids', partition: '--partition' },
  ...{ delimiter: '--delimiter', header: '--header', columns: '--columns' },
} as const;

/** What Windows events are, and what becomes of them: part of the help. */
export const WINDOWS_NOTE = `Windows Security events, as evtx_dump, EvtxECmd, chainsaw, Velociraptor, winlogbeat,
Wazuh, NXLog, Splunk, Sentinel or Get-WinEvent export them to JSON: a session is of a host and a
logon id, from its 4624 to its 4634 or 4647. A restart ends all of a host, a new logon of
an id the one before; --keep-open writes these, and ended_by says why. Times are UTC.
docs/WINDOWS.md has the export command of each tool.`;

/** How Windows events are read, and which of their sessions are wanted. */
export function windowsOptions(): OptionGroup {
  return {
    heading: 'Windows events:',
    options: [
      timeZoneOption(),
      valueOption(
        '--processes <security|sysmon>',
        'what process runs are made of: 4688 and 4689 (security, default), or 1 and 5 of Sysmon',
        oneOf(OPTION_CHOICES.processes),
      ),
      valueOption(
        '--user-kind <kinds>',
        `only sessions, or process runs, of these accounts, between commas: ${USER_KINDS.join(', ')}`,
        userKinds,
      ),
      valueOption(
        '--labels <file>',
        'CSV with the columns name, host, user, logon_id, start, end: fills the column labels',
        namedFile,
      ),
    ],
  };
}

/** The zone of times that name none. */
export function timeZoneOption(): Option {
  return valueOption(
    '--time-zone <zone>',
    'the zone of times that name none: -04:00, or such as Europe/Berlin (default: UTC)',
    String,
  );
}

/** Says that files are Windows events, where their rows do not. */
export function windowsSourceOption(): Option {
  return valueOption(
    '--source <name>',
    'windows: Windows events; files are recognised by their rows',
    oneOf(['windows']),
  );
}

const userKinds: Parser<readonly UserKind[]> = (text, flag) =>
  text.split(',').map((kind) => oneOf(USER_KINDS)(kind, flag));

/**
 * Whether a command is to read Windows events: as was said, or by the first rows.
 *
 * @throws CmscError BAD_OPTION for options that are not for what is read; as `areWindowsEvents` does.
 */
export async function takesWindows(
  inputs: readonly string[],
  flags: WindowsFlags & { engine?: string },
  { signal }: Pick<Cli, 'signal'>,
): Promise<boolean> {
  const { source, engine } = flags;
  const isWindows =
    source === undefined && engine === undefined
      ? await areWindowsEvents(inputs, signal)
      : source === 'windows';
  const refused = isWindows ? NOT_OF_WINDOWS : OF_WINDOWS;
  const [name] = Object.keys(refused).filter((flag) => flags[flag as keyof WindowsFlags] !== undefined);
  if (name === undefined) return isWindows;
  const option = (refused as Readonly<Record<string, string>>)[name] as string;
  // Of a file that is not there nobody can tell what it holds.
  if (!isWindows && source === undefined) await expandInputs(inputs);
  throw isWindows
    ? usageError(`${option} is not for Windows events`, undefined, 'leave it away')
    : usageError(
        `${option} is for Windows events alone`,
        undefined,
        'leave it away, or add --source windows',
      );
}

/** What the pipeline is told of the events. */
export function toWindowsInput(
  inputs: readonly string[],
  flags: WindowsFlags & InputFlags & WindowFlags,
  cli: Cli,
): WindowsInputOptions {
  const { timeZone, processes, labels, from, to } = flags;
  return { ...toInputOptions(inputs, flags, cli), timeZone, processes, labels, from, to };
}

/** What the pipeline is told to do with the events. */
export function toWindowsOptions(
  inputs: readonly string[],
  flags: WindowsFlags & Omit<SessionsFlags, 'source'>,
  cli: Cli,
): WindowsOptions {
  const { user, computer, userKind: userKindsOf, keepOpen, minDuration: minDurationSeconds } = flags;
  return {
    ...toWindowsInput(inputs, flags, cli),
    ...toOutputOptions(flags),
    ...{ user, computer, userKinds: userKindsOf, keepOpen, minDurationSeconds },
  };
}
