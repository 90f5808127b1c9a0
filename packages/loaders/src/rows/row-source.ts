import type { LineBlock } from './line-cutter.js';

/**
 * Turns the lines of one file into what a reader hands on: batches of columns, or lists of events.
 * Both readers, csv-parse's and the byte scanner, are one of these; whoever reads the file does not see which.
 *
 * What comes out is good until the next one is asked for.
 */
export interface RowSource<Batch> {
  /**
   * The batches that are full with these lines.
   *
   * @throws CmscError for a bad row of a strict run, after the batch of all rows before it.
   */
  push(block: LineBlock): Iterable<Batch>;
  /**
   * The batches that are full with what the file still owed at its end; a batch that is not full stays with its {@link RowTarget}.
   *
   * @throws CmscError as `push` does.
   */
  end(): Iterable<Batch>;
}

/** Where good rows are gathered until there are enough of them to be handed on. */
export interface RowTarget<Batch> {
  /** Rows gathered. */
  readonly size: number;
  readonly full: boolean;
  /** @param fields in the format's order. */
  add(fields: readonly string[], time: number, edge: number): void;
  /** The rows gathered; the target is empty afterwards. */
  take(): Batch;
}
