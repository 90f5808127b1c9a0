import { AUTH_COLUMNS, KeyIds } from '@cmsc/core';
import { BLOCK_ROWS, makeLogonColumns, takeRows, type LogonColumns } from './logon-columns.js';

/** Rows of auth with their kinds: rows that are equal but for their time are of one kind. */
export interface LogonBlock extends LogonColumns {
  /** The kind of each row, by dense ids in order of first appearance. */
  kind: Int32Array;
  /** The first row of each kind that is new in this block, in their order: what depends on the kind alone is worked out once. */
  firsts: LogonColumns;
}

/** Tells which rows are the first ones of their kind. All rows have to come by it, in their order. */
export class FirstRows {
  readonly #firsts = makeLogonColumns(BLOCK_ROWS);
  readonly #places = new Int32Array(BLOCK_ROWS);
  #known = 0;

  /** Rows, at most {@link BLOCK_ROWS}, with the first ones of each new kind. Good until the next call. */
  of(rows: LogonColumns, kind: Int32Array): LogonBlock {
    let count = 0;
    for (let row = 0; row < rows.length; row++)
      if (kind[row] === this.#known + count) this.#places[count++] = row;
    this.#known += count;
    takeRows(rows, this.#places, count, this.#firsts);
    return { ...rows, kind, firsts: this.#firsts };
  }
}

/**
 * Numbers the kinds of logons. They recur, a hundred times each and more over weeks: whoever wants a dozen keys of a row looks up its
 * kind, and each key with the first row of a kind.
 */
export class LogonKinds {
  readonly #ids = new KeyIds(AUTH_COLUMNS.length);
  readonly #firsts = new FirstRows();

  /** Rows, at most {@link BLOCK_ROWS}, with their kinds. Good until the next call. */
  of(rows: LogonColumns): LogonBlock {
    const ids = this.#ids;
    ids.locate(
      AUTH_COLUMNS.map((name) => rows[name]),
      0,
      rows.length,
    );
    return this.#firsts.of(rows, ids.found);
  }
}
