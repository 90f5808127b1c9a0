import { formatCount } from '@cmsc/core';
import { column } from './column.js';
import type { Facts } from './facts.js';
import type { DescribedList } from './list-spec.js';
import { ENTRY } from './statement.js';

/** The files that the database was made of. */
export const INPUTS: DescribedList = {
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
  rows: {
    kept: () =>
      `SELECT ${ENTRY}, * FROM (SELECT format, path, rows, bytes, sha256 FROM db.inputs ORDER BY ALL)`,
  },
};

/** Every counter of every ledger. */
export const LEDGER: DescribedList = {
  title: 'ledger',
  columns: [
    column('entry', 'number', 5),
    column('source', 'text', 14),
    column('counter', 'text', 26, 1),
    column('value', 'number', 15),
  ],
  id: 'entry',
  rows: { kept: () => `SELECT ${ENTRY}, source, name AS counter, value FROM db.ledger` },
};

/** How many rows of each source were bad. */
export const REJECTED: DescribedList = {
  title: 'rejected',
  columns: [
    column('source', 'text', 10),
    column('rejected', 'number', 14),
    column('rows', 'number', 16),
    column('share', 'share', 8),
  ],
  id: 'source',
  rows: {
    kept: () => `SELECT source, rejected, rows, coalesce(rejected / nullif(rows, 0), 0) AS share FROM (
      SELECT source, max(value) FILTER (name = 'rejected') AS rejected, max(value) FILTER (name = 'rows') AS rows
      FROM db.ledger GROUP BY source) WHERE rejected IS NOT NULL`,
  },
  sort: { column: 'rejected', descending: true },
};

/** Examples of what the sessions left out: orphan ends and repeated starts, with the reason. */
export function anomalies({ ledger }: Facts): DescribedList {
  const all = ['auth', 'proc'].flatMap((source) => Object.values(ledger[`${source} reasons`] ?? {}));
  const says = `a sample of ${formatCount(all.reduce((sum, count) => sum + count, 0))}`;
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
    rows: { kept: () => `SELECT ${ENTRY}, kind, source, reason, time, key FROM db.anomalies` },
    part: { fromRows: 1, says },
  };
}

/** The options that were in effect. */
export const OPTIONS: DescribedList = {
  title: 'options',
  columns: [column('name', 'text', 18), column('value', 'text', 30, 1)],
  id: 'name',
  rows: { kept: () => 'SELECT name, value FROM db.options' },
};
