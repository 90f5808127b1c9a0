/** Columns of auth.txt, all as text but the time, so that nothing is guessed from the rows. */
const AUTH =
  'time UInt32, src_user String, dst_user String, src_machine String, dst_machine String, ' +
  'auth_type String, logon_type String, orientation String, result String';

/** What the sessions of a benchmark are sessions of. */
export interface LanlSessionsOptions {
  /** Columns of the key, dst_user and dst_machine by default. */
  key?: readonly string[];
  /** What to select of the sessions: their count and checksums by default; `*` for the rows. */
  select?: string;
}

/**
 * The query for sessions straight out of a file of LANL's auth rows, plain or gzip, by the array form, ties in file
 * order: what somebody with ClickHouse and no other program would type. Columns: those of the key, start_time,
 * end_time, starts, ends.
 *
 * @param path absolute path of the file; `*` and `{01..09}` match several.
 */
export function lanlSessionsSql(path: string, options: LanlSessionsOptions = {}): string {
  const {
    key = ['dst_user', 'dst_machine'],
    select = 'count(), sum(start_time), sum(end_time), sum(starts), sum(ends)',
  } = options;
  const keys = key.join(', ');
  const file = `file('${path.replace(/['\\]/g, '\\$&')}', 'CSV', '${AUTH}')`;
  return `SELECT ${select} FROM (
  SELECT ${keys}, session[1].2 AS start_time, session[-1].2 AS end_time,
    arrayCount(event -> event.3 = 1, session) AS starts, length(session) - starts AS ends
  FROM (
    SELECT ${keys}, arraySort(event -> event.1, groupArray((_row_number, time, orientation = 'LogOn'))) AS events,
      arrayMap(event -> event.3, events) AS kinds,
      arraySplit((event, first) -> first, events,
        arrayMap((kind, before) -> kind = 1 AND before = 0, kinds, arrayPopBack(arrayPushFront(kinds, 0)))) AS runs
    FROM ${file} WHERE orientation IN ('LogOn', 'LogOff') GROUP BY ${keys}
  ) ARRAY JOIN runs AS session WHERE session[1].3 = 1 AND session[-1].3 = 0
)`;
}
