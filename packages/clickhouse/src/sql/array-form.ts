import type { FormInput, SessionForm } from './session-form.js';
import { keySql, originSql } from './session-form.js';

/**
 * The array form: all events of a key in one array, put in order, cut into runs. It is several times faster than the
 * boundary form, and holds all events of some keys in memory at a time.
 *
 * Arrays are only ever walked along, never asked for a place from within a lambda: ClickHouse would copy the whole
 * array for each of its elements.
 */
export const arrayForm: SessionForm = (input) => {
  const { rule, events, origin } = input;
  const key = keySql(rule);
  const steps = [...orderSteps(input), ...originSteps(input), ...RUNS[rule.pairing]];
  return `SELECT ${key}, toInt32(run.1) AS start_time, toInt32(run.2) AS end_time, toUInt32(run.3) AS starts, toUInt32(run.4) AS ends, toUInt64(run.5) AS n,
  CAST(${origin === undefined ? '[]' : 'run.6'}, 'Array(LowCardinality(String))') AS origins
FROM (
  SELECT ${key},
    ${steps.join(',\n    ')}
  FROM (SELECT *, ${originSql(origin)} AS origin_of FROM (${events}))
  GROUP BY ${key}
) ARRAY JOIN runs AS run`;
};

/** Steps to `ts` and `ks`: times and kinds (1 start, 0 end) of a key's events in the order of the tie rule. */
function orderSteps({ rule }: FormInput): string[] {
  if (rule.ties === 'file')
    return ['arraySort(groupArray((t, seq, st))) AS sorted', 'sorted.1 AS ts', 'sorted.3 AS ks'];
  if (rule.ties === 'start-first')
    return [
      'arraySort(groupArray((t, 1 - st, seq))) AS sorted',
      'sorted.1 AS ts',
      'arrayMap(end -> toUInt8(1 - end), sorted.2) AS ks',
    ];
  return [
    'arraySort(groupArray((t, seq, st))) AS sorted',
    'sorted.1 AS ts',
    'sorted.3 AS file_ks',
    'arrayMap((time, before) -> time != before, ts, arrayPushFront(arrayPopBack(ts), -1)) AS begins_second',
    'arrayPushBack(arrayPopFront(begins_second), 1) AS ends_second',
    'arrayMap(k -> toInt64(if(k = 1, 1, -1)), file_ks) AS steps',
    'arrayCumSum(steps) AS sums',
    // How many more starts than ends its second has so far: the second's balance at its last event.
    'arrayMap((sum, before) -> sum - before, sums, arrayFill((x, begins) -> begins, arrayMap((sum, step) -> sum - step, sums, steps), begins_second)) AS balance',
    ...(rule.pairing === 'merge' ? OPEN_BY_LAST_EVENT : OPEN_BY_DEPTH),
    // Alternating: the i-th of the kind that comes first in place 2i - 1, the i-th of the other in place 2i. What is left over follows by itself.
    'arrayMap((time, k, is_open, i) -> time * 4294967296 + 2 * i - (k != is_open), ts, file_ks, open, arrayEnumerateUniq(ts, file_ks)) AS places',
    // Times stay as they are: only events of one second change places.
    'arraySort((k, place) -> place, file_ks, places) AS ks',
  ];
}

/**
 * Steps to `open`: whether the key is open (1) when an event's second begins. A merged session is open when the last event was a start.
 * A second with more starts than ends leaves the key open, one with more ends closed, and a balanced one as it was.
 */
const OPEN_BY_LAST_EVENT = [
  'arrayMap((is_last, sum) -> is_last AND sum != 0, ends_second, balance) AS decides',
  'arrayFill((x, decided) -> decided, arrayPushFront(arrayPopBack(arrayMap(sum -> toUInt8(sum > 0), balance)), 0), arrayPushFront(arrayPopBack(decides), 1)) AS open',
];

/** The same where each start is paired with one end: open is when a start is left over, whatever the order within seconds was. */
const OPEN_BY_DEPTH = [
  'arrayCumSumNonNegative(arrayMap((is_last, sum) -> if(is_last, sum, 0), ends_second, balance)) AS depth_of_seconds',
  'arrayMap(depth -> toUInt8(depth > 0), arrayPushFront(arrayPopBack(depth_of_seconds), 0)) AS open',
];

/** Steps to `start_origins`: the origin of each start. Starts keep the order of the file under every tie rule. */
function originSteps({ origin }: FormInput): string[] {
  if (origin === undefined) return [`arrayMap(k -> '', arrayFilter(k -> k = 1, ks)) AS start_origins`];
  return ['arraySort(groupArrayIf((t, seq, toString(origin_of)), st = 1)).3 AS start_origins'];
}

const EVENT_STEPS = [
  'arrayMap(k -> toInt64(if(k = 1, 1, -1)), ks) AS ordered_steps',
  'arrayCumSumNonNegative(ordered_steps) AS depth_after',
  'arrayPushFront(arrayPopBack(depth_after), 0) AS depth_before',
  // An end that finds nothing open is orphaned.
  'arrayCount((k, depth) -> k = 0 AND depth = 0, ks, depth_before) AS orphans',
];

const ORPHAN_RUN = `if(orphans = 0, [], [(toInt64(0), toInt64(-1), toUInt64(0), toUInt64(orphans), toUInt64(0), emptyArrayString())])`;

/** Steps to `runs`: tuples of start, end, starts, ends, n, origins. */
const RUNS = {
  merge: [
    'arrayMap((k, before) -> k = 1 AND before = 0, ks, arrayPushFront(arrayPopBack(ks), 0)) AS begins',
    'arraySplit((event, begin) -> begin, arrayZip(ts, ks), begins) AS events_of',
    'arraySplit((origin, begin) -> begin, start_origins, arrayFilter((begin, k) -> k = 1, begins, ks)) AS sessions_origins',
    // Orphaned ends stand before all starts, as a run of their own.
    'if(ks[1] = 0, arrayPushFront(sessions_origins, emptyArrayString()), sessions_origins) AS origins_of',
    `arrayMap((events, origins, i) -> (events[1].1, if(events[-1].2 = 0, events[-1].1, -1), countEqual(events.2, 1), countEqual(events.2, 0), i, arrayDistinct(origins)),
      events_of, origins_of, arrayEnumerate(events_of)) AS runs`,
  ],
  // The i-th end that is no orphan closes the i-th start.
  fifo: [
    ...EVENT_STEPS,
    'arrayFilter((time, k) -> k = 1, ts, ks) AS start_times',
    'arrayResize(arrayFilter((time, k, depth) -> k = 0 AND depth > 0, ts, ks, depth_before), length(start_times), -1) AS end_times',
    `arrayConcat(${ORPHAN_RUN}, arrayMap((start, end, origin, i) -> (start, end, toUInt64(1), toUInt64(end >= 0), toUInt64(i), [origin]),
      start_times, end_times, start_origins, arrayEnumerate(start_times))) AS runs`,
  ],
  // Events that open or close the same depth alternate: each end there closes the start before it.
  lifo: [
    ...EVENT_STEPS,
    'arrayMap((k, after, before) -> if(k = 1, after, before), ks, depth_after, depth_before) AS depths',
    'arrayMap((depth, i, time, k) -> (depth, i, time, k), depths, arrayEnumerate(ks), ts, ks) AS placed',
    'arraySort(arrayFilter(event -> event.1 > 0, placed)) AS by_depth',
    'arrayResize(arrayPopFront(by_depth), length(by_depth), (toInt64(0), toUInt32(0), toInt64(0), toUInt8(1))) AS next_by_depth',
    `arraySort(arrayFilter(pair -> pair.6 = 1, arrayMap((event, next) -> (event.2, event.3, if(next.1 = event.1 AND next.4 = 0, next.3, -1), next.1 = event.1 AND next.4 = 0, next.2, event.4),
      by_depth, next_by_depth))) AS pairs`,
    // Open ones come out behind all others, in the order of their starts.
    `arrayConcat(${ORPHAN_RUN}, arrayMap((pair, origin) -> (pair.2, pair.3, toUInt64(1), toUInt64(pair.4), if(pair.4, toUInt64(pair.5), 4294967296 + pair.1), [origin]),
      pairs, start_origins)) AS runs`,
  ],
} as const;
