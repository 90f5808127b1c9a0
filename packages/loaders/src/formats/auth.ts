import type { AuthEvent } from '@cmsc/core';
import { edgeColumn, isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

/** auth.txt: authentications. A logon starts, a logoff ends; tickets, mappings and screen locks do neither. */
export const auth: Format<AuthEvent> = {
  name: 'auth',
  columns: [
    timeColumn('time'),
    nameColumn('src_user', 'user'),
    nameColumn('dst_user', 'user'),
    nameColumn('src_machine', 'computer'),
    nameColumn('dst_machine', 'computer'),
    nameColumn('auth_type'),
    nameColumn('logon_type'),
    edgeColumn('orientation'),
    nameColumn('result'),
  ],
  edge: {
    start: 'LogOn',
    end: 'LogOff',
    fails: { column: 'result', value: 'Fail' },
    others: true,
    words: true,
  },
  ordered: true,
  takenBy: 'cmsc sessions and cmsc label take',
  fileNames: /^auth.*\.(txt|csv|gz|parquet)$/i,
  resembles: (fields) =>
    isTimeLike(fields[0]!) && fields[1]!.includes('@') && /^[A-Za-z ?]*$/.test(fields[7]!),
  toEvent: (fields) => ({
    time: Number(fields[0]),
    src_user: fields[1]!,
    dst_user: fields[2]!,
    src_machine: fields[3]!,
    dst_machine: fields[4]!,
    auth_type: fields[5]!,
    logon_type: fields[6]!,
    orientation: fields[7]!,
    result: fields[8]!,
  }),
};
