import type { DnsEvent } from '@cmsc/core';
import { isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

/** dns.txt: which computer looked up which. */
export const dns: Format<DnsEvent> = {
  name: 'dns',
  columns: [
    timeColumn('time'),
    nameColumn('src_machine', 'computer'),
    nameColumn('resolved_machine', 'computer'),
  ],
  ordered: true,
  takenBy: 'cmsc build and cmsc inspect take',
  fileNames: /^dns.*\.(txt|csv|gz|parquet)$/i,
  // A user in the second place makes it lanl-auth, which has as many columns.
  resembles: (fields) => isTimeLike(fields[0]!) && /^C[0-9]+$/.test(fields[1]!),
  toEvent: (fields) => ({ time: Number(fields[0]), src_machine: fields[1]!, resolved_machine: fields[2]! }),
};
