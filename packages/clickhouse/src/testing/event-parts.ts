import {
  Dictionary,
  EDGE_END,
  EDGE_FAILED_START,
  EDGE_OTHER,
  EDGE_START,
  type AuthEvent,
  type EventColumns,
  type FailedLogons,
  type ProcEvent,
  type RowCounts,
} from '@cmsc/core';
import { createHash } from 'node:crypto';
import { AUTH_EVENTS, type EventKind } from '../load/event-kind.js';
import type { EventPart } from '../load/load-parts.js';

/** A row of auth or proc. */
export type EventRow = AuthEvent | ProcEvent;

const EDGES: Readonly<Record<string, number>> = {
  LogOn: EDGE_START,
  Start: EDGE_START,
  LogOff: EDGE_END,
  End: EDGE_END,
};

/** What a row does, where failed logons are this. */
export function edgeOf(row: EventRow, failedLogons: FailedLogons = 'start'): number {
  const edge = EDGES['action' in row ? row.action : row.orientation] ?? EDGE_OTHER;
  const hasFailed = failedLogons === 'other' && 'result' in row && row.result === 'Fail';
  return hasFailed && edge === EDGE_START ? EDGE_FAILED_START : edge;
}

/** The text in a column of a row. */
function textOf(row: EventRow, column: string): string {
  return String(row[column as keyof EventRow]);
}

/** Rows as a batch with ids of the given columns. */
export function toColumns(
  rows: readonly EventRow[],
  columns: readonly string[],
  dictionaries: readonly Dictionary[],
  failedLogons?: FailedLogons,
): EventColumns {
  return {
    length: rows.length,
    time: Int32Array.from(rows, ({ time }) => time),
    edge: Uint8Array.from(rows, (row) => edgeOf(row, failedLogons)),
    ids: columns.map((name, i) =>
      Int32Array.from(rows, (row) => (dictionaries[i] as Dictionary).intern(textOf(row, name))),
    ),
  };
}

/** The reader's counts of rows, where failed logons are this. */
export function countsOf(rows: readonly EventRow[], failedLogons?: FailedLogons): RowCounts {
  const count = (edge: number) => rows.filter((row) => edgeOf(row, failedLogons) === edge).length;
  const [starts, ends, failedStarts] = [count(EDGE_START), count(EDGE_END), count(EDGE_FAILED_START)];
  const other = rows.length - starts - ends;
  return { rows: rows.length, starts, ends, other, failedStarts, filtered: 0, rejected: 0 };
}

/** Rows as a part that hands them over in batches. */
export function eventPart(
  kind: EventKind,
  name: string,
  rows: readonly EventRow[],
  batchRows = 50,
): EventPart {
  return {
    name,
    content: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    open() {
      const dictionaries = kind.columns.map(() => new Dictionary());
      return {
        dictionaries,
        counts: () => countsOf(rows),
        batches: batches(kind, rows, batchRows, dictionaries),
      };
    },
  };
}

async function* batches(
  { columns }: EventKind,
  rows: readonly EventRow[],
  batchRows: number,
  dictionaries: readonly Dictionary[],
): AsyncGenerator<EventColumns> {
  for (let i = 0; i < rows.length; i += batchRows)
    yield toColumns(rows.slice(i, i + batchRows), columns, dictionaries);
}

/** Rows cut into parts at the given places. */
export function cutParts(
  name: string,
  rows: readonly EventRow[],
  cuts: readonly number[],
  kind = AUTH_EVENTS,
): EventPart[] {
  const borders = [0, ...[...cuts].sort((a, b) => a - b), rows.length];
  return borders
    .slice(1)
    .map((to, i) => eventPart(kind, `${name}.${i}`, rows.slice(borders[i], to), 7 + i * 200));
}
