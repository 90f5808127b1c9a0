import { AUTH_COLUMNS, Dictionary, type AuthColumn, type AuthEvent } from '@cmsc/core';
import { type LogonColumns, type LogonDictionaries } from '../logon-columns.js';

/** Dictionaries as readers make them: one for users, one for machines. */
export function makeDictionaries(): LogonDictionaries {
  const [user, machine] = [new Dictionary(), new Dictionary()];
  return {
    src_user: user,
    dst_user: user,
    src_machine: machine,
    dst_machine: machine,
    auth_type: new Dictionary(),
    logon_type: new Dictionary(),
    orientation: new Dictionary(),
    result: new Dictionary(),
  };
}

/** Rows as columns. */
export function columnsOf(rows: readonly AuthEvent[], dictionaries: LogonDictionaries): LogonColumns {
  const column = (name: AuthColumn): Int32Array =>
    Int32Array.from(rows, (row) => dictionaries[name].intern(row[name]));
  const columns = Object.fromEntries(AUTH_COLUMNS.map((name) => [name, column(name)]));
  return {
    ...(columns as Record<AuthColumn, Int32Array>),
    time: Int32Array.from(rows, ({ time }) => time),
    length: rows.length,
  };
}

/** A remote logon, unless told otherwise. */
export function logon(given: Partial<AuthEvent>): AuthEvent {
  const user = given.dst_user ?? given.src_user ?? 'U1@DOM1';
  return {
    time: 1,
    src_user: user,
    dst_user: user,
    src_machine: 'C1',
    dst_machine: 'C2',
    auth_type: 'NTLM',
    logon_type: 'Network',
    orientation: 'LogOn',
    result: 'Success',
    ...given,
  };
}
