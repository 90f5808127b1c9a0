import type { SessionRule } from '@cmsc/core';
import type { SessionForm } from './session-form.js';
import { keySql, originSql } from './session-form.js';

const SO_FAR = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
const BEFORE = 'ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';
const SECONDS_BEFORE = 'RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';

/**
 * The boundary form: window functions mark where runs begin, and rows are grouped by the run that they are in. It is
 * slower than the array form, but sorts on disk where it must, and never holds all events of a key in memory.
 */
export const boundaryForm: SessionForm = ({ events, rule, origin }) => {
  const key = keySql(rule);
  const all = `SELECT *, ${originSql(origin)} AS origin_of FROM (${events})`;
  const numbered = numberedRuns(rule, orderedEvents(rule, all));
  // Per run and origin first: a run of millions of starts has few origins.
  const byOrigin = `SELECT ${key}, run, st, if(st = 1, toString(origin_of), '') AS origin, min(t) AS first_time, max(t) AS last_time,
  count() AS events, min((t, seq)) AS first, max(place) AS last_place
FROM (${numbered})
GROUP BY ${key}, run, st, origin`;
  return `SELECT ${key}, toInt32(if(sumIf(events, st = 1) = 0, 0, min(first_time))) AS start_time, toInt32(if(sumIf(events, st = 0) = 0 OR run = 0, -1, max(last_time))) AS end_time,
  toUInt32(sumIf(events, st = 1)) AS starts, toUInt32(sumIf(events, st = 0)) AS ends, ${orderOfRuns(rule)} AS n,
  CAST(${origin === undefined ? '[]' : 'arraySort(groupArrayIf((first, origin), st = 1)).2'}, 'Array(LowCardinality(String))') AS origins
FROM (${byOrigin})
GROUP BY ${key}, run`;
};

/** The events with what puts those of one key into the order of the tie rule: t and `tie`. */
function orderedEvents({ ties, pairing, key: names }: SessionRule, events: string): string {
  if (ties === 'file') return `SELECT *, seq AS tie FROM (${events})`;
  if (ties === 'start-first') return `SELECT *, (1 - st, seq) AS tie FROM (${events})`;
  const key = keySql({ key: names, ties, pairing });
  const seconds = `SELECT *, sum(st) OVER second AS starts_so_far, row_number() OVER second AS events_so_far,
  sum(toInt64(st) * 2 - 1) OVER (PARTITION BY ${key}, t) AS balance
FROM (${events})
WINDOW second AS (PARTITION BY ${key}, t ORDER BY seq ${SO_FAR})`;
  // As in the array form: alternating, the kind that comes first in the odd places.
  return `SELECT *, 2 * if(st = 1, starts_so_far, events_so_far - starts_so_far) - (st != open) AS tie
FROM (${pairing === 'merge' ? openByLastEvent(key, seconds) : openByDepth(key, seconds)})`;
}

/** Adds `open`, as the array form does: a second with more starts than ends opens, one with more ends closes. */
function openByLastEvent(key: string, seconds: string): string {
  return `SELECT *, toUInt8(ifNull(last_value(if(balance = 0, NULL, balance > 0)) IGNORE NULLS OVER (PARTITION BY ${key} ORDER BY t ${SECONDS_BEFORE}), 0)) AS open
FROM (${seconds})`;
}

/** Adds `open` where each start is paired with one end: open is when a start is left over from the seconds before. */
function openByDepth(key: string, seconds: string): string {
  const sums = `SELECT *, sum(toInt64(st) * 2 - 1) OVER (PARTITION BY ${key} ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS sum_of_seconds
FROM (${seconds})`;
  return `SELECT *, toUInt8(sum_of_seconds - balance > least(toInt64(0), min(sum_of_seconds) OVER (PARTITION BY ${key} ORDER BY t ${SECONDS_BEFORE}))) AS open
FROM (${sums})`;
}

/** Adds `run`, a number for each run of a key, 0 for its orphaned ends, and `place`, the number of the event. */
function numberedRuns(rule: SessionRule, ordered: string): string {
  const key = keySql(rule);
  const window = (frame: string) => `(PARTITION BY ${key} ORDER BY t, tie ${frame})`;
  if (rule.pairing === 'merge')
    return `SELECT *, 0 AS place, sum(st = 1 AND before = 0) OVER ${window(SO_FAR)} AS run
FROM (SELECT *, lagInFrame(st, 1, 0) OVER ${window(SO_FAR)} AS before FROM (${ordered}))`;
  // The depth of open starts is the sum so far above its lowest point; an end at the lowest point is an orphan.
  const sums = `SELECT *, toInt64(st) * 2 - 1 AS step, sum(step) OVER ${window(SO_FAR)} AS sum_after, row_number() OVER ${window(SO_FAR)} AS place
FROM (${ordered})`;
  const depths = `SELECT *, sum_after - step - least(toInt64(0), min(sum_after) OVER ${window(BEFORE)}) AS depth_before, st = 0 AND depth_before = 0 AS is_orphan
FROM (${sums})`;
  if (rule.pairing === 'fifo')
    return `SELECT *, if(is_orphan, 0, if(st = 1, sum(st) OVER ${window(SO_FAR)}, sum(st = 0 AND NOT is_orphan) OVER ${window(SO_FAR)})) AS run
FROM (${depths})`;
  return `SELECT *, if(is_orphan, 0, if(st = 1, place, lagInFrame(place, 1, 0) OVER (PARTITION BY ${key}, depth ORDER BY place ${SO_FAR}))) AS run
FROM (SELECT *, if(st = 1, depth_before + 1, depth_before) AS depth FROM (${depths}))`;
}

/** What runs of one key that start in one second are ordered by: under lifo by their end, open ones last. */
function orderOfRuns({ pairing }: SessionRule): string {
  if (pairing !== 'lifo') return 'toUInt64(run)';
  return 'toUInt64(if(sumIf(events, st = 0) = 0, 4294967296, 0) + max(last_place))';
}
