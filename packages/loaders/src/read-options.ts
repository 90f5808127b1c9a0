import type { Dialect } from './rows/dialect.js';
import type { IntakeOptions, RejectedRow } from './rows/intake.js';
import { LATEST_TIME } from './rows/row-rules.js';

/** What both readers can be told. */
export interface ReadOptions {
  /** How the files are written, where it is not LANL's way. */
  dialect?: Dialect;
  /** What a bad row does: `fail` (the default) ends the reading with its error, `skip` counts it and goes on. */
  onBadRow?: 'fail' | 'skip';
  /** Nobody has a way to have bad rows skipped: no error says how to (no). */
  neverSkips?: boolean;
  /** Told of every bad row that is skipped. */
  onReject?: ((row: RejectedRow) => void) | undefined;
  /**
   * The share of bad rows, skipped ones, above which the reading ends with the error TOO_MANY_BAD_ROWS, once all is read;
   * up to ten of them are never too many (1: any share will do).
   */
  mostBadShare?: number;
  /** First second that is wanted (0). Rows before it are read and checked, but not handed on. */
  from?: number;
  /** Last second that is wanted (2147483647). Files in order are read up to the first row behind it. */
  to?: number;
  /** Takes white space around values for none of them, and a line of nothing else for no row (no). Not for the byte scanner. */
  trim?: boolean;
  /** Calls the reading off: it ends with the error INTERRUPTED, all files closed. */
  signal?: AbortSignal;
}

/** The rules for rows, settled where nothing is said of them. */
export function settledRules({
  from = 0,
  to = LATEST_TIME,
  onBadRow = 'fail',
  neverSkips,
  onReject,
  trim,
}: ReadOptions): Pick<IntakeOptions, 'from' | 'to' | 'onBadRow' | 'neverSkips' | 'onReject' | 'trim'> {
  return { from, to, onBadRow, neverSkips, onReject, trim };
}
