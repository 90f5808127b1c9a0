import { CmscError } from '@cmsc/core';
import {
  expandInputs,
  formatOfFile,
  formats,
  sniffFormat,
  TAKES_WINDOWS,
  type Dialect,
  type Format,
} from '@cmsc/loaders';
import { EventTable, type TableAddress } from '@cmsc/store';
import { basename } from 'node:path';
import { tableAt, type TableLook } from './event-source.js';
import { SESSION_SOURCES, type SourceName } from './session-sources.js';
import { areWindowsEvents } from './windows/find-windows.js';

/** The files of the CMSC data set, which the other commands are for. */
const CMSC: readonly string[] = ['auth', 'proc', 'flows', 'dns', 'redteam'];
const FOREIGN = Object.values<Format>(formats).filter(({ name }) => !CMSC.includes(name));

/** What is looked at to tell the source of a run. */
interface SourceQuestion {
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

/** The formats whose rows may lie in tables: those whose text is values between commas. */
const TABLE_FORMATS = Object.values<Format>(formats).filter(({ syntax = 'csv' }) => syntax === 'csv');

/**
 * The format of an input: of a table by the names of its columns, of text by its first rows.
 *
 * @returns undefined when it is of no format known here.
 * @throws CmscError as `sniffFormat` of @cmsc/loaders and `EventTable.open` of @cmsc/store do.
 */
async function formatAt(path: string, { dialect, signal }: TableLook = {}): Promise<Format | undefined> {
  const address = await tableAt(path);
  return address ? formatOfColumns(await columnsAt(address, signal)) : sniffFormat(path, dialect, signal);
}

/**
 * The same for a caller who can't do without.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for what looks like nothing known; as {@link formatAt} does.
 */
export async function knownFormatAt(path: string, look: TableLook = {}): Promise<Format> {
  const address = await tableAt(path);
  if (!address) return formatOfFile(path, look.dialect, look.signal);
  const columns = await columnsAt(address, look.signal);
  const format = formatOfColumns(columns);
  if (format) return format;
  throw new CmscError('data', 'UNKNOWN_FORMAT', 'the table has the columns of no data set known here', {
    file: path,
    hint: `it has ${columns.map(({ name }) => name).join(', ')}; auth has ${formats.auth.columns.map(({ name }) => name).join(', ')}`,
  });
}

async function columnsAt(
  address: TableAddress,
  signal: AbortSignal | undefined,
): Promise<EventTable['columns']> {
  const formatColumns = TABLE_FORMATS.map(({ columns }) => columns);
  const table = await EventTable.open(address, formatColumns, { signal });
  try {
    return table.columns;
  } finally {
    await table.close();
  }
}

/** The format that has the most of these columns, all of its own among them. */
function formatOfColumns(stored: EventTable['columns']): Format | undefined {
  const names = stored.map(({ name }) => name.toLowerCase());
  return TABLE_FORMATS.filter(({ columns }) => columns.every(({ name }) => names.includes(name))).sort(
    (a, b) => b.columns.length - a.columns.length,
  )[0];
}
