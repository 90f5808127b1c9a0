import { CmscError, globAsExpression, globsIn, type FailedLogons } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import type { EventKind } from './event-kind.js';
import { goodRows, type Load } from './loads.js';
import { quoteName, quoteNames, quoteText } from '../sql/sql-text.js';

/** Events that were loaded with `loadParts`: one stream, in the order of the loads. */
export interface LoadedEvents {
  /** Tells it from {@link TableEvents}. */
  type: 'loads';
  /** Whose table of events the loads lie in. */
  kind: EventKind;
  /** All of one kind, in the order of their times: what `loadParts` or `findLoads` gives. */
  loads: readonly Load[];
}

/**
 * Events in a table that exists, on every node under the same name. What `time`, `start`, `end`, `order` and `columns`
 * hold is SQL over its columns: the name of a column, or an expression.
 */
export interface TableEvents {
  /** Tells it from {@link LoadedEvents}. */
  type: 'table';
  /** What they are events of: which columns filters and origins go by. */
  kind: EventKind;
  /** The table that holds each node's own rows, `table` or `database.table`. */
  table: string;
  /** Whole seconds, from 0 to 2147483647. */
  time: string;
  /** Whether a row is a start: `orientation = 'LogOn'`. */
  start: string;
  /** Whether a row is an end. */
  end: string;
  /** A whole number ≥ 0 that tells rows of one second apart as the file had them. Tie rule `file` needs it. */
  order?: string;
  /** SQL for columns of the kind, by their names. A NULL becomes `?`, LANL's sign for a value that is not known. */
  columns: Readonly<Record<string, string>>;
}

/** Where events come from. */
export type StoredEvents = LoadedEvents | TableEvents;

/**
 * The events that lie on a node, as a SELECT with the columns `t` (time, Int64), `seq` (their order within a second,
 * and under loads altogether, UInt64), `st` (1 start, 0 end, 2 neither, 3 a start that failed and so is neither, 4 one whose
 * failure is misspelled, which {@link countEvents} refuses) and those named. Whether starts have failed is known where the
 * events have the column of results.
 *
 * @throws CmscError UNKNOWN_COLUMN when the source has no such column.
 */
export function eventsSql(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  columns: readonly string[],
  failedLogons: FailedLogons = 'start',
): string {
  const known = source.type === 'loads' ? source.kind.columns : Object.keys(source.columns);
  const unknown = columns.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new CmscError('usage', 'UNKNOWN_COLUMN', 'the events have no such column', {
      text: unknown,
      hint: `they have ${known.join(', ')}`,
    });
  const { fails } = source.kind;
  const failure = fails && known.includes(fails.column) ? { ...fails, failedLogons } : undefined;
  return source.type === 'loads'
    ? loadedSql(cluster, source, columns, failure)
    : tableSql(source, columns, failure);
}

/** What a start that failed is known by, and what becomes of it. */
interface Failure {
  column: string;
  value: string;
  failedLogons: FailedLogons;
}

/** The `st` of a start by its result, as the row rules of files have it: another spelling of the failure is no success. */
function startSql({ value, failedLogons }: Failure, result: string): string {
  const failed = failedLogons === 'other' ? 3 : 1;
  const letters = `lowerUTF8(replaceRegexpAll(${result}, '\\\\P{L}', ''))`;
  return `multiIf(${result} = ${quoteText(value)}, ${failed}, ${letters} = ${quoteText(value.toLowerCase())}, 4, 1)`;
}

function loadedSql(
  cluster: ClickHouseCluster,
  { kind, loads }: LoadedEvents,
  columns: readonly string[],
  failure: Failure | undefined,
): string {
  const filled = loads.filter((load) => goodRows(load.counts) > 0);
  const table = cluster.localTable(kind.table);
  const names = columns.map(quoteName);
  const edge = failure
    ? `if(edge = 1, ${startSql(failure, quoteName(failure.column))}, edge) AS st`
    : 'edge AS st';
  if (filled.length === 0)
    return `SELECT ${['toInt64(time) AS t', 'row AS seq', edge, ...names].join(', ')} FROM ${table} WHERE 0`;
  const ids = filled.map(({ load }) => load).join(', ');
  const seq = `row + transform(load, [${ids}], [${firstNumbers(filled).join(', ')}], toUInt64(0)) AS seq`;
  return `SELECT ${['toInt64(time) AS t', seq, edge, ...names].join(', ')} FROM ${table} WHERE load IN (${ids})`;
}

/** For each load, the number of its first row when the rows of all loads are numbered through. */
function firstNumbers(loads: readonly Load[]): string[] {
  let next = 0;
  return loads.map((load) => {
    const first = next;
    next += goodRows(load.counts);
    return `toUInt64(${first})`;
  });
}

function tableSql(
  { table, time, start, end, order, columns: sql }: TableEvents,
  columns: readonly string[],
  failure: Failure | undefined,
): string {
  const from = table.split('.').map(quoteName).join('.');
  const names = columns.map(
    (name) => `toLowCardinality(ifNull(toString(${sql[name]}), '?')) AS ${quoteName(name)}`,
  );
  const started = failure ? startSql(failure, `ifNull(toString(${sql[failure.column]}), '')`) : '1';
  return `SELECT ${[
    `toInt64(${time}) AS t`,
    `toUInt64(${order ?? 0}) AS seq`,
    `toUInt8(multiIf(${start}, ${started}, ${end}, 0, 2)) AS st`,
    ...names,
  ].join(', ')} FROM ${from}`;
}

/** Which events go into the machine. The others count as filtered. */
export interface EventFilter {
  /** First second wanted; no limit when absent. */
  from?: number;
  /** Last second wanted, itself inside; no limit when absent. */
  to?: number;
  /** Patterns (`*` any text, `?` any one character), between commas, for the kind's column of users; all when absent. */
  user?: string;
  /** The same for the kind's column of computers. */
  computer?: string;
}

/** The filter as a condition on the columns of {@link eventsSql}; `1` when nothing is filtered. */
export function filterSql(kind: EventKind, { from, to, user, computer }: EventFilter): string {
  const conditions = [
    from === undefined ? [] : [`t >= ${from}`],
    to === undefined ? [] : [`t <= ${to}`],
    user === undefined ? [] : [matchSql(kind.user, user)],
    computer === undefined ? [] : [matchSql(kind.computer, computer)],
  ].flat();
  return conditions.length === 0 ? '1' : conditions.join(' AND ');
}

/** The columns that the filter looks at. */
export function filterColumns(kind: EventKind, { user, computer }: EventFilter): string[] {
  return [...(user === undefined ? [] : [kind.user]), ...(computer === undefined ? [] : [kind.computer])];
}

function matchSql(column: string, patterns: string): string {
  const matches = globsIn(patterns).map(
    (pattern) => `match(${quoteName(column)}, ${quoteText(globAsExpression(pattern))})`,
  );
  return matches.length === 1 ? (matches[0] as string) : `(${matches.join(' OR ')})`;
}

/** What of a data set lies on a node. */
export interface NodeShare {
  /** `host:port` */
  node: string;
  /** Keys with at least one event. */
  keys: number;
  /** Rows of these keys: of any kind from `spreadOf`, only starts and ends from an extraction. */
  events: number;
}

/**
 * How the keys of events are spread over the nodes: evenly, within a few per cent, from some thousand keys on. Events
 * follow less evenly where a few keys have most of them.
 *
 * @throws CmscError UNKNOWN_COLUMN, ENGINE_FAILED or INTERRUPTED.
 */
export async function spreadOf(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  key: readonly string[],
): Promise<NodeShare[]> {
  return sharesOf(
    cluster,
    `SELECT count() AS events FROM (${eventsSql(cluster, source, key)}) GROUP BY ${quoteNames(key)}`,
  );
}

/**
 * The shares of all nodes; `perKey` gives the column `events` for each key of a node.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export function sharesOf(cluster: ClickHouseCluster, perKey: string): Promise<NodeShare[]> {
  const sql = `SELECT count(), sum(events) FROM (${perKey})`;
  return cluster.onEach(async (node) => {
    const [keys, events] = await node.row<[number, number]>(sql, [0, 0]);
    return { node: node.name, keys, events };
  });
}
