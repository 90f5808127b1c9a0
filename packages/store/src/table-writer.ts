import type { WrittenBytes } from '@cmsc/files';
import type { TableBatch } from './table.js';

/** Turns rows, in the order in which they shall stand, into an output. */
export interface TableWriter {
  /** Whether nobody reads any more: see {@link ByteSink.closedEarly}. */
  readonly closedEarly: boolean;
  /**
   * Writes rows. The batch is needed until the promise, if there is one, is kept.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  write(batch: TableBatch): Promise<void> | void;
  /**
   * Makes the output complete.
   *
   * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster.
   */
  finish(): Promise<WrittenBytes>;
  /** Gives the output up; nothing stays of it. Never throws. */
  abort(): Promise<void>;
}
