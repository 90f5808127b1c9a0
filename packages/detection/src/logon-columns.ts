import { AUTH_COLUMNS, LOOKED_UP_ROWS, type AuthColumn, type Dictionary } from '@cmsc/core';

/** Rows of auth as columns, under the data's own names: ids in the dictionary of each. What lies behind `length` is left over. */
export interface LogonColumns extends Record<AuthColumn, Int32Array> {
  /** Number of rows. */
  length: number;
  /** Seconds, never decreasing, also from batch to batch. */
  time: Int32Array;
}

/** Rows that are scored at once. */
export const BLOCK_ROWS = LOOKED_UP_ROWS;

/** What the ids of each column stand for. Users share one dictionary, and so do machines. */
export type LogonDictionaries = Readonly<Record<AuthColumn, Dictionary>>;

/** Room for `length` rows. */
export function makeLogonColumns(length: number): LogonColumns {
  const columns = Object.fromEntries(AUTH_COLUMNS.map((name) => [name, new Int32Array(length)]));
  return { ...(columns as Record<AuthColumn, Int32Array>), time: new Int32Array(length), length: 0 };
}

/** The rows `from` up to, without, `to`, which share their memory with all. */
export function cutRows(rows: LogonColumns, from: number, to: number): LogonColumns {
  if (from === 0 && to === rows.length) return rows;
  const columns = [...AUTH_COLUMNS, 'time'] as const;
  const cut = Object.fromEntries(columns.map((name) => [name, rows[name].subarray(from, to)]));
  return { ...(cut as Record<AuthColumn | 'time', Int32Array>), length: to - from };
}

/** Copies the given rows of `from`, in their order, to the beginning of `to`, which must have room for them. */
export function takeRows(from: LogonColumns, rows: Int32Array, count: number, to: LogonColumns): void {
  for (const name of [...AUTH_COLUMNS, 'time'] as const) {
    const [source, target] = [from[name], to[name]];
    for (let i = 0; i < count; i++) target[i] = source[rows[i] as number] as number;
  }
  to.length = count;
}
