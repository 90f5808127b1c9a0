import type { KeyTexts } from './key-texts.js';
import type { TableBatch, TableSpec } from './table.js';

/** Rows on their way into a table: `SortedRows`, or whatever else gives batches. */
export interface TableRows {
  /** The shape of the table. */
  readonly spec: TableSpec;
  /** The text of the keys, when the table has key columns. */
  readonly keys?: KeyTexts;
  /** The rows, in the order of the table; each batch is good until the next. */
  inOrder(): AsyncIterable<TableBatch>;
}
