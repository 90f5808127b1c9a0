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
