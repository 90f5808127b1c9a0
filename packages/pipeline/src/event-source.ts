import { Dictionary } from '@cmsc/core';
import {
  expandInputs,
  readColumns,
  type ColumnOptions,
  type ColumnReader,
  type Dictionaries,
  type Format,
} from '@cmsc/loaders';
import { availableParallelism } from 'node:os';
import type { InputOptions } from './options.js';
import { ThreadedColumns } from './threads/threaded-columns.js';

/** What is read, besides what {@link InputOptions} say. */
export type SourceOptions = Pick<
  ColumnOptions,
  'select' | 'others' | 'dictionaries' | 'previousTime' | 'onReject'
>;

/** A reader of events, and the dictionaries of its columns. */
export interface EventSource {
  reader: ColumnReader;
  /** For each selected column, what its ids stand for. */
  dictionaries: Dictionary[];
}

/**
 * Opens the inputs of a run: in a thread of their own where there is more than one, so that reading and what comes
 * after it overlap.
 */
export async function openEvents(
  format: Format,
  input: InputOptions,
  source: SourceOptions,
): Promise<EventSource> {
  const paths = await expandInputs(input.inputs, format);
  const { dialect, onBadRow, from, to, signal, onProgress, onDebug } = input;
  const dictionaries: Dictionaries = source.dictionaries ?? {};
  const options = { ...source, dialect, onBadRow, from, to, signal, onProgress, dictionaries };
  const ofColumns = (source.select ?? []).map((column) => dictionaryOf(format, column, dictionaries));
  const threads = input.threads ?? availableParallelism();
  const reader =
    threads > 1 ? new ThreadedColumns(paths, format, options) : readColumns(paths, format, options);
  onDebug?.(
    `${format.name}: ${threads > 1 ? 'reading in threads of their own, one to inflate and one to scan' : 'reading in the main thread'}`,
  );
  return { reader, dictionaries: ofColumns };
}

function dictionaryOf(format: Format, column: string, dictionaries: Dictionaries): Dictionary {
  const name = format.columns.find((candidate) => candidate.name === column)?.dictionary ?? column;
  return (dictionaries[name] ??= new Dictionary());
}
