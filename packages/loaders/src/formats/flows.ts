import type { FlowEvent } from '@cmsc/core';
import { isDigits, isTimeLike, nameColumn, numberColumn, timeColumn, type Format } from './format.js';

/** flows.txt: network flows. Ports are text: a number, or `N…` where it was de-identified. */
export const flows: Format<FlowEvent> = {
  name: 'flows',
  columns: [
    timeColumn('time'),
    numberColumn('duration'),
    nameColumn('src_machine', 'computer'),
    nameColumn('src_port'),
    nameColumn('dst_machine', 'computer'),
    nameColumn('dst_port'),
    nameColumn('protocol'),
    numberColumn('packets'),
    numberColumn('bytes'),
  ],
  ordered: true,
  takenBy: 'cmsc build and cmsc inspect take',
  fileNames: /^flows.*\.(txt|csv|gz|parquet)$/i,
  resembles: (fields) => isTimeLike(fields[0]!) && [1, 7, 8].every((column) => isDigits(fields[column]!)),
  toEvent: (fields) => ({
    time: Number(fields[0]),
    duration: Number(fields[1]),
    src_machine: fields[2]!,
    src_port: fields[3]!,
    dst_machine: fields[4]!,
    dst_port: fields[5]!,
    protocol: fields[6]!,
    packets: Number(fields[7]),
    bytes: Number(fields[8]),
  }),
};
