import { Dictionary } from '@cmsc/core';
import {
  dictionaryOf,
  openBytes,
  readColumns,
  threadsFor,
  type ColumnOptions,
  type ColumnReader,
  type Dictionaries,
  type Format,
} from '@cmsc/loaders';
import { EventText, type InputSummary } from '@cmsc/store';
import { checkTables, tablesAmong } from './event-tables.js';
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

/** The files that readers have read, as a report names them. */
export function inputsOf(...readers: readonly Pick<ColumnReader, 'inputs'>[]): InputSummary[] {
  return readers.flatMap(({ inputs }) => inputs.map((input) => ({ ...input, sha256: input.sha256 ?? null })));
}

/** The names of the columns whose values are ids: all of a format's but the time. */
export function namesOf(format: Format): string[] {
  return format.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
}
