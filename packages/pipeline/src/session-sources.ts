import {
  AUTH_PRESETS,
  CmscError,
  LOGON_ID_RULE,
  PROC_PRESETS,
  type PresetName,
  type SessionRule,
} from '@cmsc/core';
import { expandInputs, formats, TAKES_WINDOWS, type Dialect, type Format } from '@cmsc/loaders';
import { basename } from 'node:path';
import { formatAt } from './event-tables.js';
import { areWindowsEvents } from './windows/find-windows.js';

/** A kind of rows that carries both ends of something, and what its sessions are. */
export interface SourceRules {
  /** How its files are read. */
  format: Format;
  /** The rules to choose from by name, the first by default; or the one rule that there is. */
  rules: Readonly<Record<PresetName, SessionRule>> | SessionRule;
  /** The column that --user matches. */
  user: string;
  /** The column that --computer matches. */
  computer: string;
  /** Of which column a session lists what its starts had, and under which name: the first that its key does not hold. */
  remembers: readonly { column: string; as: 'origins' | 'users' }[];
  /** Whether the red team's rows are of the same users and computers. */
  hasRedTeam: boolean;
}

/** What sessions are made of, by the name of its format. A new source of sessions is a line here. */
export const SESSION_SOURCES = {
  auth: {
    format: formats.auth,
    rules: AUTH_PRESETS,
    user: 'dst_user',
    computer: 'dst_machine',
    remembers: [{ column: 'src_machine', as: 'origins' }],
    hasRedTeam: true,
  },
  proc: {
    format: formats.proc,
    rules: PROC_PRESETS,
    user: 'user_domain',
    computer: 'computer',
    remembers: [],
    hasRedTeam: false,
  },
  wls: {
    format: formats.wls,
    rules: LOGON_ID_RULE,
    user: 'UserName',
    computer: 'LogHost',
    remembers: [
      { column: 'UserName', as: 'users' },
      { column: 'Source', as: 'origins' },
    ],
    hasRedTeam: false,
  },
} as const satisfies Record<string, SourceRules>;

/** Name of a kind of rows that sessions are made of. */
export type SourceName = keyof typeof SESSION_SOURCES;

/** What a command reads when nothing else is said or seen. */
export const OWN_SOURCE = { sessions: 'auth', processes: 'proc' } as const;

/** The files of the CMSC data set, which the other commands are for. */
const CMSC: readonly string[] = ['auth', 'proc', 'flows', 'dns', 'redteam'];
const FOREIGN = Object.values<Format>(formats).filter(({ name }) => !CMSC.includes(name));

/** What sessions can be told to read. */
export const SESSION_SOURCE_NAMES = (Object.keys(SESSION_SOURCES) as SourceName[]).filter(
  (name) => name !== OWN_SOURCE.processes,
);

/** What is looked at to tell the source of a run. */
export interface SourceQuestion {
  /** The command, by its name. */
  command: string;
  inputs: readonly string[];
  dialect?: Dialect;
  source?: SourceName;
  signal?: AbortSignal;
}

/**
 * What a run reads, if not its command's own source: by what was said, or else by the first rows of its first file.
 *
 * @throws CmscError BAD_OPTION (usage) when the file is of a data set that the command can do nothing with.
 */
export async function foreignSource({
  command,
  inputs,
  dialect,
  source,
  signal,
}: SourceQuestion): Promise<SourceName | undefined> {
  if (source !== undefined) return source === 'auth' ? undefined : source;
  await refuseWindows(command, inputs, signal);
  const foreign = await foreignAmong(inputs, dialect, signal);
  if (foreign === undefined) return undefined;
  const { name } = foreign;
  if (command === 'sessions' && Object.hasOwn(SESSION_SOURCES, name)) return name as SourceName;
  throw new CmscError('usage', 'BAD_OPTION', `${command} has no use for a ${name} file`, {
    file: inputs[0] as string,
    hint: whatElse(foreign),
  });
}

async function refuseWindows(
  command: string,
  inputs: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!(await areWindowsEvents(inputs, signal))) return;
  throw new CmscError('usage', 'BAD_OPTION', `${command} has no use for Windows events`, {
    file: inputs[0] as string,
    hint: TAKES_WINDOWS,
  });
}

function whatElse({ name, edge }: Format): string {
  return edge
    ? `it reads files of CMSC; cmsc sessions and cmsc inspect take ${name}, too`
    : `${name} has rows that begin something at most, and none, such as a logoff, that ends it: cmsc inspect counts its values`;
}

async function foreignAmong(
  inputs: readonly string[],
  dialect: Dialect | undefined,
  signal: AbortSignal | undefined,
): Promise<Format | undefined> {
  const [first] = inputs;
  if (first === undefined) return undefined;
  try {
    const paths = await expandInputs([first]);
    const isForeign = (path: string) => FOREIGN.some(({ fileNames }) => fileNames.test(basename(path)));
    // Of a folder with several data sets in it the command takes its own.
    const path = paths.find((candidate) => !isForeign(candidate)) ?? (paths[0] as string);
    const format = await formatAt(path, { dialect, signal });
    return FOREIGN.find((foreign) => foreign === format);
  } catch (error) {
    // What is wrong with a file is for its reader to say.
    if (error instanceof CmscError && error.kind !== 'interrupted') return undefined;
    throw error;
  }
}
