import { AUTH_COLUMNS, KeyIds } from '@cmsc/core';
import { BLOCK_ROWS, makeLogonColumns, takeRows, type LogonColumns } from './logon-columns.js';

/** Rows of auth with their kinds: rows that are equal but for their time are of one kind. */
export interface LogonBlock extends LogonColumns {
  /** The kind of each row, by dense ids in order of first appearance. */
  kind: Int32Array;
  /** The first row of each kind that is new in this block, in their order: what depends on the kind alone is worked out once. */
  firsts: LogonColumns;
}

/**
 * Numbers the kinds of logons. They recur, a hundred times each and more over weeks: whoever wants a dozen keys of a row looks up its
 * kind, and each key with the first row of a kind.
 */
export class LogonKinds {
  readonly #ids = new KeyIds(AUTH_COLUMNS.length);
  readonly #firsts = makeLogonColumns(BLOCK_ROWS);

  /** Rows, at most {@link BLOCK_ROWS}, with their kinds. Good until the next call. */
  of(rows: LogonColumns): LogonBlock {
    const ids = this.#ids;
    ids.locate(
      AUTH_COLUMNS.map((name) => rows[name]),
      0,
      rows.length,
    );
    takeRows(rows, ids.newRows, ids.newCount, this.#firsts);
    return { ...rows, kind: ids.found, firsts: this.#firsts };
  }
}
