import { CmscError, type FailedLogons, type RowCounts } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { engineFailure } from '../connection/engine-errors.js';
import type { EventKind } from '../load/event-kind.js';
import {
  eventsSql,
  filterColumns,
  filterSql,
  type EventFilter,
  type StoredEvents,
} from '../load/stored-events.js';
import { countLoads, goodRows, storedRows } from '../load/loads.js';

/** What the events of a source come to. */
export interface EventFacts {
  counts: RowCounts;
  /**
   * Time of the last row, whether a filter for names kept it out or not, but never later than the filter's `to`, seconds;
   * -1 when there is no row.
   */
  lastTime: number;
  /** Time of the first row that passes the filter; `lastTime` when none does. */
  firstTime: number;
}

type FactsRow = [
  rows: number,
  starts: number,
  ends: number,
  others: number,
  failed: number,
  misspelled: number,
  first: number | null,
  last: number | null,
  firstPassing: number | null,
];

/**
 * Counts the events of a source, and sees to it that they are all there and have times that are times.
 *
 * @throws CmscError ENGINE_FAILED when rows of a load are missing; BAD_TIME for a time in a table that is none, BAD_EDGE for a
 * failure in it that is spelled in another way;
 * INTERRUPTED.
 */
export async function countEvents(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  filter: EventFilter,
  failedLogons?: FailedLogons,
): Promise<EventFacts> {
  if (source.type === 'loads') await checkLoads(cluster, source);
  const events = eventsSql(cluster, source, filterColumns(source.kind, filter), failedLogons);
  const passes = filterSql(source.kind, filter);
  const sql = `SELECT count(), countIf(st = 1 AND passes), countIf(st = 0 AND passes), countIf(st >= 2 AND passes), countIf(st = 3 AND passes), countIf(st = 4), min(t), max(t), minOrNullIf(t, passes)
FROM (SELECT t, st, ${passes} AS passes FROM (${events}))`;
  const facts = await cluster.onEach((node) => node.row<FactsRow>(sql, [0, 0, 0, 0, 0, 0, null, null, null]));
  const sum = (column: 0 | 1 | 2 | 3 | 4 | 5) => facts.reduce((total, row) => total + row[column], 0);
  const filled = facts.filter(([rows]) => rows > 0);
  if (sum(5) > 0) throw misspelledFailures(source.kind, sum(5));
  filled.forEach(([, , , , , , first, last]) => refuseBadTimes(first, last));
  const rejected =
    source.type === 'loads' ? source.loads.reduce((total, { counts }) => total + counts.rejected, 0) : 0;
  const [rows, starts, ends, other, failedStarts] = [sum(0), sum(1), sum(2), sum(3), sum(4)];
  const lastTime = Math.max(-1, ...filled.map(([, , , , , , , last]) => last as number));
  const passing = filled.flatMap(([, , , , , , , , first]) => first ?? []);
  const reached = Math.min(lastTime, filter.to ?? Infinity);
  return {
    counts: {
      rows: rows + rejected,
      starts,
      ends,
      other,
      failedStarts,
      filtered: rows - starts - ends - other,
      rejected,
    },
    lastTime: reached,
    firstTime: Math.min(reached, ...passing),
  };
}

async function checkLoads(
  cluster: ClickHouseCluster,
  source: StoredEvents & { type: 'loads' },
): Promise<void> {
  const counts = await countLoads(
    cluster,
    source.kind,
    source.loads.map(({ load }) => load),
  );
  for (const { load, name, counts: wanted } of source.loads) {
    const stored = storedRows(counts, load);
    if (stored !== goodRows(wanted))
      throw engineFailure(
        cluster.first.name,
        `holds with the others ${stored} of the ${goodRows(wanted)} rows of ${name}`,
        'load it again: a rerun drops what is left of it first',
      );
  }
}

function misspelledFailures({ fails }: EventKind, rows: number): CmscError {
  const { column = '', value = '' } = fails ?? {};
  const what = `${column} of ${rows} starts is spelled differently from ${value}`;
  return new CmscError('data', 'BAD_EDGE', what, { column, hint: `map it to ${value} where they failed` });
}

const LATEST = 2 ** 31 - 1;

function refuseBadTimes(first: number | null, last: number | null): void {
  if (first !== null && last !== null && first >= 0 && last <= LATEST) return;
  throw new CmscError('data', 'BAD_TIME', `times of the table are not whole numbers from 0 to ${LATEST}`, {
    column: 'time',
    text: `${first} … ${last}`,
    hint: 'map the time to whole seconds',
  });
}
