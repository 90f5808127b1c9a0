import type { WrittenBytes } from '@cmsc/files';
import type { TableBatch } from './table.js';

/** What an output came to. */
export interface OutputSummary extends WrittenBytes {
  /** As it was given; `-` for a stream. */
  path: string;
  /** Rows written, a header not among them; for a database of many tables, its complete sessions. */
  rows: number;
}

/** An output that takes the rows of a table. */
export interface Sink {
  /** Whether the reader of a pipe has gone away: there is no use in writing on, and nothing has failed. */
  readonly closedEarly: boolean;
  /**
   * Writes rows. The batch is needed until the promise, if there is one, is kept.
   *
   * @throws CmscError INTERRUPTED, WRITE_FAILED naming the cause. Nothing of the output stays then.
   */
  write(batch: TableBatch): Promise<void> | void;
  /**
   * Makes the output complete.
   *
   * @throws CmscError as `write` does, OUTPUT_EXISTS when another run was faster, OUTPUT_LOCKED when it would replace a
   *   database that another process has open. Nothing of the output stays then.
   */
  finish(): Promise<OutputSummary>;
  /** Gives the output up; nothing stays of it. Never throws, and does nothing after `finish`. */
  abort(): Promise<void>;
}
