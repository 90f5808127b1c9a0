import {
  EDGE_END,
  EDGE_OTHER,
  EDGE_START,
  type AuthEvent,
  type Dictionary,
  type EventColumns,
  type RedTeamEvent,
} from '@cmsc/core';
import type { NameDictionaries } from '../red-team-index.js';

/** An auth row from its plain text: nine values with commas between them. */
export function authRow(line: string): AuthEvent {
  const [time, src_user, dst_user, src_machine, dst_machine, auth_type, logon_type, orientation, result] =
    line.split(',') as [string, string, string, string, string, string, string, string, string];
  return {
    time: Number(time),
    src_user,
    dst_user,
    src_machine,
    dst_machine,
    auth_type,
    logon_type,
    orientation,
    result,
  };
}

/** A red-team row from its plain text. */
export function redTeamRow(line: string): RedTeamEvent {
  const [time, src_user, src_machine, dst_machine] = line.split(',') as [string, string, string, string];
  return { attack_time: Number(time), src_user, src_machine, dst_machine };
}

/** An auth row of which only the columns that count for labels are given. */
export function row(
  time: number,
  dst_user: string,
  src_machine: string,
  dst_machine: string,
  orientation = 'LogOn',
): AuthEvent {
  return authRow(`${time},?,${dst_user},${src_machine},${dst_machine},?,?,${orientation},Success`);
}

/** Auth rows as a batch with these columns, in this order. */
export function toColumns(
  rows: readonly AuthEvent[],
  columns: readonly (keyof AuthEvent)[],
  { user, computer }: NameDictionaries,
): EventColumns {
  const edges: Record<string, number> = { LogOn: EDGE_START, LogOff: EDGE_END };
  const dictionaryOf = (column: string): Dictionary => (column.endsWith('user') ? user : computer);
  return {
    length: rows.length,
    time: Int32Array.from(rows, ({ time }) => time),
    edge: Uint8Array.from(rows, ({ orientation }) => edges[orientation] ?? EDGE_OTHER),
    ids: columns.map((column) =>
      Int32Array.from(rows, (row) => dictionaryOf(column).intern(String(row[column]))),
    ),
  };
}
