import { compareBytes, Dictionary, Growable, type SessionKeys } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import type { EventKind } from '../load/event-kind.js';
import { keySql } from '../sql/session-form.js';
import { mergeRows, type RowOrder } from './merge-rows.js';
import { namesOf } from '../native/block-columns.js';
import { nodeRows } from '../connection/node-rows.js';
import { SessionRows, type SessionBatch } from './session-rows.js';
import { sessionsSql, type SessionSelection, type SessionTables } from '../sql/session-sql.js';

/** Which sessions are read, and how. */
export interface StreamOptions extends SessionSelection {
  /** The dictionary of a column of the key, or of the origins' column: a new one each when absent. */
  dictionaryOf?: (column: string) => Dictionary;
  /** Most sessions in a batch: 65,536 by default. */
  batchRows?: number;
}

/**
 * The sessions of an extraction as they come from the nodes, merged into one order: the key's columns by bytes, then
 * start, then order of emission. Read it once.
 */
export interface SessionStream {
  /** Good until the next one. */
  readonly batches: AsyncIterable<SessionBatch>;
  /** The dictionaries of the key's columns, in order. */
  readonly dictionaries: readonly Dictionary[];
  /** The dictionary of origins. */
  readonly origins: Dictionary;
  /** The keys of the sessions so far, in order: dense ids from 0. */
  readonly keys: SessionKeys;
}

/** The {@link SessionStream} of the nodes of a cluster. */
export class NodesSessionStream implements SessionStream {
  readonly batches: AsyncIterable<SessionBatch>;
  readonly dictionaries: readonly Dictionary[];
  readonly origins: Dictionary;
  readonly #keys: readonly Growable[];

  constructor(cluster: ClickHouseCluster, kind: EventKind, tables: SessionTables, options: StreamOptions) {
    const { dictionaryOf = () => new Dictionary() } = options;
    this.dictionaries = tables.rule.key.map(dictionaryOf);
    this.origins = dictionaryOf(kind.origin ?? 'origins');
    this.#keys = this.dictionaries.map(() => new Growable());
    const rows = new SessionRows(
      tables.rule.key,
      this.dictionaries,
      this.origins,
      this.#keys,
      tables.redteam !== undefined,
    );
    this.batches = sessionBatches(cluster, tables, options, rows);
  }

  get keys(): SessionKeys {
    const keys = this.#keys;
    return { size: keys[0]?.length ?? 0, column: (index) => (keys[index] as Growable).view() };
  }
}

async function* sessionBatches(
  cluster: ClickHouseCluster,
  tables: SessionTables,
  options: StreamOptions,
  rows: SessionRows,
): AsyncGenerator<SessionBatch> {
  const { batchRows = 65_536 } = options;
  const sql = sessionsSql(tables, options);
  const counts = await cluster.onEach((node) => node.row<[number]>(`SELECT count() FROM (${sql})`, [0]));
  const order = `${keySql(tables.rule)}, start_time, n`;
  const sources = cluster.nodes.map((node, i) =>
    nodeRows(node, `${sql} ORDER BY ${order}`, counts[i]![0], rows.wanted),
  );
  for await (const { block, from, to } of mergeRows(sources, keyOrder(tables.rule.key))) {
    for (let at = from; at < to;) {
      at = rows.append(block, at, Math.min(to, at + batchRows - rows.length));
      if (rows.length >= batchRows) yield rows.take();
    }
  }
  if (rows.length > 0) yield rows.take();
}

/** All rows of a key lie on one node: rows of two nodes never have the same key. */
function keyOrder(key: readonly string[]): RowOrder<string[]> {
  return {
    place: (block, row) =>
      key.map((name) => {
        const { names, indexes } = namesOf(block, name);
        return names[indexes[row] as number] as string;
      }),
    compare(a, b) {
      const column = a.findIndex((text, i) => text !== b[i]);
      return column < 0 ? 0 : compareBytes(a[column] as string, b[column] as string);
    },
  };
}
