/** Code of {@link EventColumns.edge} for a row that ends something: LogOff, End. */
export const EDGE_END = 0;
/** Code of {@link EventColumns.edge} for a row that starts something: LogOn, Start. */
export const EDGE_START = 1;
/** Code of {@link EventColumns.edge} for all other rows. */
export const EDGE_OTHER = 2;

/**
 * A batch of events as columns: the form in which rows travel from a reader to the sessionizer.
 * All arrays hold at least `length` values; what lies behind is left over from earlier batches.
 * A producer may reuse the arrays as soon as the consumer has returned, so keep copies, not references.
 */
export interface EventColumns {
  /** Number of events. */
  length: number;
  /** Seconds, never decreasing, also from batch to batch. */
  time: Int32Array;
  /** {@link EDGE_START}, {@link EDGE_END} or {@link EDGE_OTHER}. */
  edge: Uint8Array;
  /** One array a selected column, in the order of the selection: ids in the column's dictionary. */
  ids: readonly Int32Array[];
}

/** What became of the rows that a reader went through. `rows` is the sum of all the others. */
export interface RowCounts {
  /** All rows. */
  rows: number;
  /** LogOn rows, process starts. */
  starts: number;
  /** LogOff rows, process ends. */
  ends: number;
  /** Rows that neither start nor end anything: TGS, TGT, AuthMap, ScreenLock, ScreenUnlock. */
  other: number;
  /** Rows kept out by a filter. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** Counts of nothing read yet. */
export function noRows(): RowCounts {
  return { rows: 0, starts: 0, ends: 0, other: 0, filtered: 0, rejected: 0 };
}
