/** Code of {@link EventColumns.edge} for a row that ends something: LogOff, End. */
export const EDGE_END = 0;
/** Code of {@link EventColumns.edge} for a row that starts something: LogOn, Start. */
export const EDGE_START = 1;
/** Code of {@link EventColumns.edge} for all other rows. This one and those above it start and end nothing. */
export const EDGE_OTHER = 2;
/** Code of {@link EventColumns.edge} for a LogOn that failed, where such a row starts nothing. */
export const EDGE_FAILED_START = 3;

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
  /** {@link EDGE_START}, {@link EDGE_END}, {@link EDGE_OTHER} or {@link EDGE_FAILED_START}. */
  edge: Uint8Array;
  /** One array a selected column, in the order of the selection: ids in the column's dictionary. */
  ids: readonly Int32Array[];
}

/**
 * What became of the rows that a reader went through. `rows` is the sum of all the others but `failedStarts`, which is a
 * part of `other`.
 */
export interface RowCounts {
  /** All rows. */
  rows: number;
  /** LogOn rows, process starts. */
  starts: number;
  /** LogOff rows, process ends. */
  ends: number;
  /** Rows that neither start nor end anything: TGS, TGT, AuthMap, ScreenLock, ScreenUnlock, and failed LogOns. */
  other: number;
  /** LogOn rows that failed and so start nothing; none where they start something. */
  failedStarts: number;
  /** Rows kept out by a filter. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** Counts of nothing read yet. */
export function noRows(): RowCounts {
  return { rows: 0, starts: 0, ends: 0, other: 0, failedStarts: 0, filtered: 0, rejected: 0 };
}
