import type { ProcEvent } from '@cmsc/core';
import { edgeColumn, isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

/** proc.txt: process starts and ends. A row is one or the other. */
export const proc: Format<ProcEvent> = {
  name: 'proc',
  columns: [
    timeColumn('time'),
    nameColumn('user_domain', 'user'),
    nameColumn('computer'),
    nameColumn('process_name', 'process'),
    edgeColumn('action'),
  ],
  edge: { start: 'Start', end: 'End', others: false },
  ordered: true,
  // `processes.csv` is what people call the process runs that come out, often in the folder of the data.
  takenBy: 'cmsc processes takes',
  fileNames: /^proc(?!esses).*\.(txt|csv|gz|parquet)$/i,
  resembles: (fields) => isTimeLike(fields[0]!) && /^(start|end)$/i.test(fields[4]!.trim()),
  toEvent: (fields) => ({
    time: Number(fields[0]),
    user_domain: fields[1]!,
    computer: fields[2]!,
    process_name: fields[3]!,
    action: fields[4] === 'Start' ? 'Start' : 'End',
  }),
};
