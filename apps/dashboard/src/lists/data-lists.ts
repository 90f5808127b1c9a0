import type { Facts } from './facts.js';
import { grouped } from './numbers.js';
import type { PlainRef } from './list-ref.js';
import type { ListSpec } from './list-spec.js';
import { column } from './column.js';

/** Bad rows that are read at most: who has more of them has another problem. */
export const MOST_REJECTS = 100_000;

/** The files that the database was made of. */
export function inputsSpec(ref: PlainRef): ListSpec {
  const columns = [
    column('entry', 'number', 5),
    column('format', 'text', 8),
    column('path', 'path', 20, 2),
    column('rows', 'number', 14),
    column('bytes', 'bytes', 9),
    column('sha256', 'text', 12, 3),
  ];
  return { ref, title: 'inputs', columns, id: 'entry', sort: { column: 'entry', descending: false } };
}

/** Every counter of every ledger. */
export function ledgerSpec(ref: PlainRef): ListSpec {
  const columns = [
    column('entry', 'number', 5),
    column('source', 'text', 14),
    column('counter', 'text', 26, 1),
    column('value', 'number', 15),
  ];
  return { ref, title: 'ledger', columns, id: 'entry', sort: { column: 'entry', descending: false } };
}

/** How many rows of each source were bad. */
export function rejectedSpec(ref: PlainRef): ListSpec {
  const columns = [
    column('source', 'text', 10),
    column('rejected', 'number', 14),
    column('rows', 'number', 16),
    column('share', 'share', 8),
  ];
  return { ref, title: 'rejected', columns, id: 'source', sort: { column: 'rejected', descending: true } };
}

/** The bad rows themselves, with their reasons: those that `--rejects` kept. */
export function rejectsSpec(ref: PlainRef): ListSpec {
  const columns = [
    column('entry', 'number', 6),
    column('file', 'path', 14, 1),
    column('line', 'number', 10),
    column('reason', 'text', 22, 2),
    column('row', 'text', 16, 3),
  ];
  const sort = { column: 'entry', descending: false };
  const part = { fromRows: MOST_REJECTS, says: 'no more are read' };
  return { ref, title: 'bad rows', columns, id: 'entry', sort, part };
}

/** Examples of what the sessions left out: orphan ends and repeated starts, with the reason. */
export function anomaliesSpec(ref: PlainRef, { ledger }: Facts): ListSpec {
  const columns = [
    column('entry', 'number', 6),
    column('kind', 'text', 14),
    column('source', 'text', 6),
    column('reason', 'text', 18, 3),
    column('time', 'time', 10),
    column('key', 'texts', 18, 1),
  ];
  const sort = { column: 'entry', descending: false };
  const all = ['auth', 'proc'].flatMap((source) => Object.values(ledger[`${source} reasons`] ?? {}));
  const says = `a sample of ${grouped(all.reduce((sum, count) => sum + count, 0))}`;
  return { ref, title: 'left out', columns, id: 'entry', sort, part: { fromRows: 1, says } };
}

/** The options that were in effect. */
export function optionsSpec(ref: PlainRef): ListSpec {
  const columns = [column('name', 'text', 18), column('value', 'text', 30, 1)];
  return { ref, title: 'options', columns, id: 'name', sort: { column: 'name', descending: false } };
}
