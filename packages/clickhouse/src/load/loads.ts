import type { RowCounts } from '@cmsc/core';
import { randomBytes } from 'node:crypto';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { LOADS_TABLE } from './ddl.js';
import type { EventKind } from './event-kind.js';
import { quoteName, quoteText, quoteTexts } from '../sql/sql-text.js';

/** A part of a data set that lies in the cluster, complete. */
export interface Load {
  /** Identifies its rows in the table of events: a decimal number of up to 64 bits. */
  load: string;
  /** Identifies what was loaded. */
  content: string;
  /** Name of the file it was, when it was loaded. */
  name: string;
  /**
   * What became of the rows of the file; `filtered` is 0, since whole files are loaded, and so is `failedStarts`: what failed
   * logons are is for each extraction to decide.
   */
  counts: RowCounts;
  /** Time of its first row, seconds; -1 for a load without rows. */
  firstTime: number;
  /** Time of its last row, seconds; -1 for a load without rows. */
  lastTime: number;
}

/** What the register says of one attempt to load something. */
export interface Attempt {
  load: string;
  state: 'loading' | 'loaded' | 'dropped';
}

type LoadRow = [
  load: string,
  content: string,
  name: string,
  rows: number,
  starts: number,
  ends: number,
  other: number,
  rejected: number,
  firstTime: number,
  lastTime: number,
];

/** A node refuses to drop more than 50 GB unless it is told to. */
const DROP_ANY_SIZE = { max_partition_size_to_drop: '0' };

/** A number that no other load has. */
export function newLoad(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

/**
 * The complete loads of a table of events, in the order of their times: all of them, or those of the contents given.
 * Of two complete loads of one content the earlier counts.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function findLoads(
  cluster: ClickHouseCluster,
  kind: EventKind,
  contents?: readonly string[],
): Promise<Load[]> {
  const wanted = contents === undefined ? '' : `AND has(${quoteTexts(contents)}, content)`;
  const sql = `SELECT toString(load), content, name, rows, starts, ends, other, rejected, first_time, last_time
FROM (
  SELECT load, max(state) AS last_state FROM ${cluster.table(LOADS_TABLE)} WHERE events = ${quoteText(kind.table)} GROUP BY load
) AS attempts INNER JOIN (
  SELECT * FROM ${cluster.table(LOADS_TABLE)} WHERE state = 'loaded' AND events = ${quoteText(kind.table)} ${wanted}
) AS loaded USING load
WHERE last_state = 'loaded'
ORDER BY at, load
LIMIT 1 BY content`;
  const loads = (await cluster.first.rows<LoadRow>(sql, ['', '', '', 0, 0, 0, 0, 0, 0, 0])).map(toLoad);
  return loads.sort((a, b) => a.firstTime - b.firstTime || a.lastTime - b.lastTime);
}

function toLoad(row: LoadRow): Load {
  const [load, content, name, rows, starts, ends, other, rejected, firstTime, lastTime] = row;
  return {
    load,
    content,
    name,
    counts: { rows, starts, ends, other, failedStarts: 0, filtered: 0, rejected },
    firstTime,
    lastTime,
  };
}

/** Every attempt at a content that was not dropped yet. */
export async function findAttempts(
  cluster: ClickHouseCluster,
  kind: EventKind,
  content: string,
): Promise<Attempt[]> {
  const rows = await cluster.first.rows<[string, string]>(
    `SELECT toString(load), max(state) AS last_state FROM ${cluster.table(LOADS_TABLE)}
WHERE events = ${quoteText(kind.table)} AND content = ${quoteText(content)}
GROUP BY load HAVING last_state != 'dropped'`,
    ['', ''],
  );
  return rows.map(([load, state]) => ({ load, state: state as Attempt['state'] }));
}

/** Writes down how far an attempt has come; one row, so that it is there or not. */
export async function registerLoad(
  cluster: ClickHouseCluster,
  kind: EventKind,
  state: Attempt['state'],
  { load, content, name, counts, firstTime, lastTime }: Load,
): Promise<void> {
  const { rows, starts, ends, other, rejected } = counts;
  const columns = [
    'events',
    'content',
    'load',
    'state',
    'name',
    'rows',
    'starts',
    'ends',
    'other',
    'rejected',
  ];
  const texts = [kind.table, content].map(quoteText);
  const numbers = [rows, starts, ends, other, rejected, firstTime, lastTime];
  await cluster.first.run(
    `INSERT INTO ${cluster.table(LOADS_TABLE)} (${columns.map(quoteName).join(', ')}, first_time, last_time) VALUES (${texts.join(', ')}, ${load}, ${quoteText(state)}, ${quoteText(name)}, ${numbers.join(', ')})`,
  );
}

/**
 * How many rows of each load lie on each node, in the order of the nodes.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function countLoads(
  cluster: ClickHouseCluster,
  kind: EventKind,
  loads: readonly string[],
): Promise<Map<string, number>[]> {
  if (loads.length === 0) return cluster.nodes.map(() => new Map<string, number>());
  const sql = `SELECT toString(load), count() FROM ${cluster.localTable(kind.table)} WHERE load IN (${loads.join(', ')}) GROUP BY load`;
  return cluster.onEach(async (node) => new Map(await node.rows<[string, number]>(sql, ['', 0])));
}

/** Rows that are stored: all but the rejected ones. */
export function goodRows({ rows, rejected }: RowCounts): number {
  return rows - rejected;
}

/** Rows of a load on all nodes together. */
export function storedRows(counts: readonly ReadonlyMap<string, number>[], load: string): number {
  return counts.reduce((sum, ofNode) => sum + (ofNode.get(load) ?? 0), 0);
}

/** Removes the rows of a load from all nodes, and writes that down. */
export async function dropLoad(cluster: ClickHouseCluster, kind: EventKind, load: Load): Promise<void> {
  await cluster.onEach((node) =>
    node.define(`ALTER TABLE ${cluster.localTable(kind.table)} DROP PARTITION ${load.load}`, DROP_ANY_SIZE),
  );
  await registerLoad(cluster, kind, 'dropped', load);
}
