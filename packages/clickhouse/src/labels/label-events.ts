import { Dictionary, distinctTuples, type RedTeamEvent } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { eventsSql, filterSql, type EventFilter, type StoredEvents } from '../load/stored-events.js';
import { EventRows, type LabelledBatch } from './event-rows.js';
import { mergeRows, type RowOrder } from '../sessions/merge-rows.js';
import { columnsOf, numbersOf } from '../native/block-columns.js';
import { nodeRows } from '../connection/node-rows.js';
import { createRedTeamTable } from './red-team-table.js';
import { quoteNames } from '../sql/sql-text.js';

/** Which rows are labelled, and how they are read. */
export interface LabelEventsOptions {
  /** Which rows are read; all when absent. */
  filter?: EventFilter;
  /** Only rows with label 1 (no). */
  onlyAttacks?: boolean;
  /** The dictionary of a column: a new one each when absent. */
  dictionaryOf?: (column: string) => Dictionary;
}

/** Auth rows in the order of the files, each once. */
export interface LabelledEvents {
  /** Names of the columns of the ids: all that the events have but the time. */
  columns: readonly string[];
  /** The dictionary of each of `columns`. They grow with every batch. */
  dictionaries: readonly Dictionary[];
  /** Read them once; each is good until the next one. */
  batches: AsyncIterable<LabelledBatch>;
}

/**
 * Labels auth rows where they lie and brings them in the order of the files. A row that is a red-team logon comes out once, however
 * often the red-team file repeats itself.
 *
 * @throws CmscError UNKNOWN_COLUMN; while reading, ENGINE_FAILED or INTERRUPTED.
 */
export function labelEvents(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  redteam: Iterable<RedTeamEvent>,
  options: LabelEventsOptions = {},
): LabelledEvents {
  const { dictionaryOf = () => new Dictionary() } = options;
  const columns = source.type === 'loads' ? source.kind.columns : Object.keys(source.columns);
  const dictionaries = columns.map(dictionaryOf);
  const events = eventsSql(cluster, source, columns);
  return {
    columns,
    dictionaries,
    batches: labelled(cluster, source, events, columns, dictionaries, redteam, options),
  };
}

async function* labelled(
  cluster: ClickHouseCluster,
  { kind }: StoredEvents,
  events: string,
  columns: readonly string[],
  dictionaries: readonly Dictionary[],
  redteam: Iterable<RedTeamEvent>,
  { filter = {}, onlyAttacks = false }: LabelEventsOptions,
): AsyncGenerator<LabelledBatch> {
  const table = await createRedTeamTable(cluster, distinctTuples(redteam).tuples);
  try {
    const kept = `SELECT * FROM (${events}) WHERE ${filterSql(kind, filter)}`;
    const sql = `SELECT toInt32(t) AS time, seq, st, ${quoteNames(columns)}, rows AS redteam_rows
FROM (${kept}) AS events
${onlyAttacks ? 'INNER' : 'LEFT'} JOIN (
  SELECT attack_time, src_user AS attacker, src_machine AS source, dst_machine AS destination, rows FROM ${table.name}
) AS redteam
ON events.t = redteam.attack_time AND events.dst_user = redteam.attacker AND events.src_machine = redteam.source AND events.dst_machine = redteam.destination`;
    const counted = `SELECT count() FROM (${onlyAttacks ? sql : kept})`;
    const counts = await cluster.onEach((node) => node.row<[number]>(counted, [0]));
    const rows = new EventRows(columns, dictionaries);
    const wanted = { ...rows.wanted, ...columnsOf('numbers', ['seq']) };
    const sources = cluster.nodes.map((node, i) =>
      nodeRows(node, `${sql} ORDER BY t, seq`, counts[i]![0], wanted),
    );
    for await (const { block, from, to } of mergeRows(sources, FILE_ORDER)) {
      rows.append(block, from, to);
      if (rows.length >= BATCH_ROWS) yield rows.take();
    }
    if (rows.length > 0) yield rows.take();
  } finally {
    await table.drop();
  }
}

const BATCH_ROWS = 65_536;

const FILE_ORDER: RowOrder<[time: number, seq: number]> = {
  place: (block, row) => [numbersOf(block, 'time')[row] as number, numbersOf(block, 'seq')[row] as number],
  compare: (a, b) => a[0] - b[0] || a[1] - b[1],
};
