import { CmscError, Dictionary, showable } from '@cmsc/core';
import {
  addressOf,
  descriptorOf,
  dictionaryOf,
  openBytes,
  readColumns,
  threadsFor,
  type ColumnOptions,
  type ColumnReader,
  type Dialect,
  type Dictionaries,
  type Format,
} from '@cmsc/loaders';
import { EventTable, EventText, type InputSummary, tableKind, type TableAddress } from '@cmsc/store';
import { stat } from 'node:fs/promises';
import type { InputOptions } from './options.js';

/** Where more rows are bad than good, it is the file that is wrong, and not a row here and there. */
const MOST_BAD_SHARE = 0.5;

/** What is read, besides what {@link InputOptions} say. */
export type SourceOptions = Pick<
  ColumnOptions,
  | 'select'
  | 'others'
  | 'failedLogons'
  | 'dictionaries'
  | 'previousTime'
  | 'continued'
  | 'onReject'
  | 'mostBadShare'
  | 'neverSkips'
  | 'raw'
>;

/** A reader of events, and the dictionaries of its columns. */
export interface EventSource {
  reader: ColumnReader;
  /** For each selected column, what its ids stand for. */
  dictionaries: Dictionary[];
  /** How many threads there are for what is done with the events. */
  threads: number;
}

/**
 * Opens the inputs of a run, which are files already and no folders: in a thread of their own where there is more than one, so that reading and what comes
 * after it overlap.
 */
export async function openEvents(
  format: Format,
  input: InputOptions,
  source: SourceOptions,
): Promise<EventSource> {
  const paths = input.inputs;
  const { dialect, onBadRow, from, to, signal, onProgress, onDebug } = input;
  const dictionaries: Dictionaries = source.dictionaries ?? {};
  const options = {
    ...{ mostBadShare: MOST_BAD_SHARE },
    ...source,
    dialect,
    onBadRow,
    from,
    to,
    signal,
    onProgress,
    dictionaries,
  };
  const ofColumns = (source.select ?? []).map(
    (column) => (dictionaries[dictionaryOf(format, column)] ??= new Dictionary()),
  );
  const tables = await tablesAmong(paths);
  await checkTables(tables, format, input);
  const threads = input.threads ?? (await threadsFor(paths));
  // What reads tables has threads of its own.
  const readsApart = tables.size === 0 && threads > 1;
  const openText = (path: string) => {
    const table = tables.get(path);
    return table
      ? new EventText(table, format.columns, { signal, threads: input.threads })
      : openBytes(path, { signal });
  };
  const reader = readColumns(paths, format, {
    ...options,
    ...{ threads, openText: tables.size > 0 ? openText : undefined },
  });
  onDebug?.(
    `${format.name}: ${readsApart ? 'reading in threads of their own, one to inflate and one to scan' : 'reading in the main thread'}`,
  );
  return { reader, dictionaries: ofColumns, threads };
}

/**
 * The table that an input is, told by its content: a Parquet file, or a table of a database. Undefined for text, for what comes through a pipe,
 * and for what is not there: that is for its reader to say.
 */
export async function tableAt(path: string): Promise<TableAddress | undefined> {
  const { file, table } = addressOf(path);
  if (descriptorOf(file) !== undefined) return undefined;
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  const kind = isFile ? await tableKind(file).catch(() => undefined) : undefined;
  return kind && { path, file, kind, table };
}

/** The tables among some inputs, by their paths. */
export async function tablesAmong(paths: readonly string[]): Promise<Map<string, TableAddress>> {
  const tables = new Map<string, TableAddress>();
  for (const path of paths) {
    const table = await tableAt(path);
    if (table) tables.set(path, table);
  }
  return tables;
}

/** What is asked of a table besides. */
export interface TableLook {
  dialect?: Dialect | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Looks, before any of them is read, whether tables have the columns of a format, and says which of their columns are not read.
 *
 * @throws CmscError MISSING_COLUMN (data) for the first that has not; BAD_OPTION (usage) for a dialect: that is of text.
 */
async function checkTables(
  tables: ReadonlyMap<string, TableAddress>,
  format: Format,
  { dialect, signal, onWarning }: TableLook & { onWarning?: ((line: string) => void) | undefined },
): Promise<void> {
  const said = new Set<string>();
  for (const [path, address] of tables) {
    if (dialect) throw dialectOfTable(path);
    const table = await EventTable.open(address, [format.columns], { signal });
    try {
      const others = showable(table.check(format.columns).join(', '));
      if (others !== '' && !said.has(others))
        onWarning?.(`${showable(path)}: not read are its columns ${others}`);
      said.add(others);
    } finally {
      await table.close();
    }
  }
}

function dialectOfTable(path: string): CmscError {
  return new CmscError(
    'usage',
    'BAD_OPTION',
    'a table is in no dialect: its columns are found by their names',
    {
      file: path,
      hint: 'leave --delimiter, --header and --columns away',
    },
  );
}

/** The files that readers have read, as a report names them. */
export function inputsOf(...readers: readonly Pick<ColumnReader, 'inputs'>[]): InputSummary[] {
  return readers.flatMap(({ inputs }) => inputs.map((input) => ({ ...input, sha256: input.sha256 ?? null })));
}

/** The names of the columns whose values are ids: all of a format's but the time. */
export function namesOf(format: Format): string[] {
  return format.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
}
