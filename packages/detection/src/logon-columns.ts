import type { AuthEvent, Dictionary } from '@cmsc/core';

/** The columns of auth whose values are names. */
export type LogonColumn = Exclude<keyof AuthEvent, 'time'>;

/** All of them, in the order of the file. */
export const LOGON_COLUMNS: readonly LogonColumn[] = [
  'src_user',
  'dst_user',
  'src_machine',
  'dst_machine',
  'auth_type',
  'logon_type',
  'orientation',
  'result',
];

/** Rows of auth as columns, under the data's own names: ids in the dictionary of each. What lies behind `length` is left over. */
export interface LogonColumns extends Record<LogonColumn, Int32Array> {
  /** Number of rows. */
  length: number;
  /** Seconds, never decreasing, also from batch to batch. */
  time: Int32Array;
}

/** What the ids of each column stand for. Users share one dictionary, and so do machines. */
export type LogonDictionaries = Readonly<Record<LogonColumn, Dictionary>>;

/** Room for `length` rows. */
export function makeLogonColumns(length: number): LogonColumns {
  const columns = Object.fromEntries(LOGON_COLUMNS.map((name) => [name, new Int32Array(length)]));
  return { ...(columns as Record<LogonColumn, Int32Array>), time: new Int32Array(length), length: 0 };
}

/** Copies the given rows of `from`, in their order, to the beginning of `to`, which must have room for them. */
export function takeRows(from: LogonColumns, rows: Int32Array, count: number, to: LogonColumns): void {
  for (const name of [...LOGON_COLUMNS, 'time'] as const) {
    const [source, target] = [from[name], to[name]];
    for (let i = 0; i < count; i++) target[i] = source[rows[i] as number] as number;
  }
  to.length = count;
}
