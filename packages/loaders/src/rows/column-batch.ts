import { Dictionary, type EventColumns } from '@cmsc/core';

/** The text of each row of a batch, as CSV in the format's own column order: comma separated, LF ended. */
export interface RawRows {
  /** The rows one after the other, in UTF-8. */
  bytes: Uint8Array;
  /** For each row the offset behind its newline. Row i is `bytes` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  ends: Uint32Array;
}

/**
 * Rows as columns: those of a batch that a reader was asked for. The arrays are used again for the next batch.
 */
export interface ColumnBatch extends EventColumns {
  /** There when the reader was asked for the text of the rows. */
  raw?: RawRows;
}

/** Dictionaries by their names, as the columns of a format name them. Readers add those that are missing. */
export type Dictionaries = Record<string, Dictionary>;

/** The dictionary of this name, a new one when there is none yet. */
export function dictionaryNamed(dictionaries: Dictionaries, name: string): Dictionary {
  return (dictionaries[name] ??= new Dictionary());
}

/** Which of the rows that neither start nor end anything are handed on: none, all, or those of these seconds (ascending). */
export type OtherRows = 'count' | 'emit' | { readonly at: Int32Array };
