import type { Dictionary, ListColumn } from '@cmsc/core';

/** An `int` cell that is empty: the end of an open session, for instance. */
export const NULL_INT = -2147483648;

/**
 * A column that is not part of the key.
 * - `int`: an Int32Array, {@link NULL_INT} = empty.
 * - `number`: a Float64Array, NaN = empty: a score. Only in tables without a key, which are not sorted.
 * - `count`: a Float64Array of whole numbers up to 2⁵³, NaN = empty: what an `int` has no room for. BIGINT in a database.
 * - `time`: a Float64Array of microseconds since 1970, NaN = empty: ISO 8601 with six digits and Z in text, else a TIMESTAMP.
 * - `duration`: a Float64Array of microseconds, NaN = empty: seconds with six digits.
 * - `flag`: an Int32Array of 1 and 0, {@link NULL_INT} = empty: `true` and `false` in text, else a BOOLEAN.
 *   All of these are for tables without a key, too.
 * - `name`: an Int32Array of ids in `names`; with `emptyIsNull` the name '' is no name, and empty. A table may have no key (`key: []`) and only such columns: the rows of
 *   `cmsc label`, in order of emission, for which the batch's `key` is all 0.
 * - `int[]`: a {@link ListColumn} of ints.
 * - `name[]`: a {@link ListColumn} of ids in `names`.
 * - `span[]`: a {@link ListColumn} whose values alternate start, end: the `--grouped` column.
 */
export type TableColumn =
  | { name: string; type: 'int' }
  | { name: string; type: 'number' }
  | { name: string; type: 'count' }
  | { name: string; type: 'time' }
  | { name: string; type: 'duration' }
  | { name: string; type: 'flag' }
  | { name: string; type: 'name'; names: Dictionary; emptyIsNull?: boolean }
  | { name: string; type: 'int[]' }
  | { name: string; type: 'name[]'; names: Dictionary }
  | { name: string; type: 'span[]' };

/** The shape of an output table: its key columns come first, as text, then `columns`. */
export interface TableSpec {
  /** Name of the table in a database: `sessions`, `process_runs`. */
  name: string;
  /** Names of the key columns. */
  key: readonly string[];
  /** What follows the key, in this order. */
  columns: readonly TableColumn[];
  /** The `int` column with the start time. Rows of one key stay as they come when there is none. */
  start?: string;
  /**
   * An `int` column, the last, that numbers the rows from 1 on in the order in which they are written, but for those whose
   * column `unless` is empty. Whatever stands in it before is written over.
   */
  number?: { column: string; unless: string };
}

/** Rows as columns. Whoever makes them uses their arrays again for the next ones. */
export interface TableBatch {
  /** Number of rows. */
  length: number;
  /** Dense key ids. */
  key: Int32Array;
  /** One for each of the spec's columns, in their order. */
  columns: readonly (Int32Array | Float64Array | ListColumn)[];
}

/** The text behind the key ids 0 … `size` − 1. Keys may be added to it: it knows those of each batch that it goes with. */
export interface KeyNames {
  /** Number of keys so far. */
  readonly size: number;
  /** The text of key column `column` (counted from 0) of the key `key`. */
  name(column: number, key: number): string;
  /** For each key its id in the dictionary of a key column. To be there together with {@link dictionary}. */
  column?(column: number): Int32Array;
  /** The dictionary of a key column: with it texts are looked at once each, and not once a key. */
  dictionary?(column: number): Dictionary;
}

/** Rows in order of emission; each batch is good until the next is asked for. */
export type TableBatches = Iterable<TableBatch> | AsyncIterable<TableBatch>;

/** The rows of a table, to be pulled by whoever writes them. */
export interface TableRows {
  /** The shape of the table. */
  readonly spec: TableSpec;
  /** The text of the keys, when the table has key columns. */
  readonly keys?: KeyNames | undefined;
  readonly batches: TableBatches;
}
