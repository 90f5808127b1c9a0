import type { RedTeamEvent } from '@cmsc/core';
import { isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

/** redteam.txt: logons of the red team. Their order does not matter, and rows repeat. */
export const redteam: Format<RedTeamEvent> = {
  name: 'redteam',
  columns: [
    timeColumn('attack_time'),
    nameColumn('src_user', 'user'),
    nameColumn('src_machine', 'computer'),
    nameColumn('dst_machine', 'computer'),
  ],
  ordered: false,
  trimmed: true,
  takenBy: '--redteam and cmsc redteam take',
  fileNames: /^redteam.*\.(txt|csv|gz|parquet)$/i,
  resembles: (fields) => isTimeLike(fields[0]!) && fields[1]!.includes('@'),
  toEvent: (fields) => ({
    attack_time: Number(fields[0]),
    src_user: fields[1]!,
    src_machine: fields[2]!,
    dst_machine: fields[3]!,
  }),
};
