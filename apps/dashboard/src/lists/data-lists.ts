import { column } from './column.js';
import type { Facts } from './facts.js';
import type { DescribedList, ListWriter } from './list-spec.js';
import { grouped } from './numbers.js';

/** Bad rows that are read at most: who has more of them has another problem. */
export const MOST_REJECTS = 100_000;

/** Where it all comes from. */
export const DATA_LISTS = {
  /** The files that the database was made of. */
  inputs: {
    title: 'inputs',
    columns: [
      column('entry', 'number', 5),
      column('format', 'text', 8),
      column('path', 'path', 20, 2),
      column('rows', 'number', 14),
      column('bytes', 'bytes', 9),
      column('sha256', 'text', 12, 3),
    ],
    id: 'entry',
  },
  /** Every counter of every ledger. */
  ledger: {
    title: 'ledger',
    columns: [
      column('entry', 'number', 5),
      column('source', 'text', 14),
      column('counter', 'text', 26, 1),
      column('value', 'number', 15),
    ],
    id: 'entry',
  },
  /** How many rows of each source were bad. */
  rejected: {
    title: 'rejected',
    columns: [
      column('source', 'text', 10),
      column('rejected', 'number', 14),
      column('rows', 'number', 16),
      column('share', 'share', 8),
    ],
    id: 'source',
    sort: { column: 'rejected', descending: true },
  },
  /** The bad rows themselves, with their reasons: those that `--rejects` kept. */
  rejects: {
    title: 'bad rows',
    columns: [
      column('entry', 'number', 6),
      column('file', 'path', 14, 1),
      column('line', 'number', 10),
      column('reason', 'text', 22, 2),
      column('row', 'text', 16, 3),
    ],
    id: 'entry',
    part: { fromRows: MOST_REJECTS, says: 'no more are read' },
  },
  anomalies,
  /** The options that were in effect. */
  options: {
    title: 'options',
    columns: [column('name', 'text', 18), column('value', 'text', 30, 1)],
    id: 'name',
  },
} satisfies Record<string, ListWriter>;

/** Examples of what the sessions left out: orphan ends and repeated starts, with the reason. */
function anomalies({ ledger }: Facts): DescribedList {
  const all = ['auth', 'proc'].flatMap((source) => Object.values(ledger[`${source} reasons`] ?? {}));
  const says = `a sample of ${grouped(all.reduce((sum, count) => sum + count, 0))}`;
  return {
    title: 'left out',
    columns: [
      column('entry', 'number', 6),
      column('kind', 'text', 14),
      column('source', 'text', 6),
      column('reason', 'text', 18, 3),
      column('time', 'time', 10),
      column('key', 'texts', 18, 1),
    ],
    id: 'entry',
    part: { fromRows: 1, says },
  };
}
