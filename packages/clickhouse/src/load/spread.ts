import type { ClickHouseCluster } from '../connection/cluster.js';
import { eventsSql, type StoredEvents } from './stored-events.js';
import { quoteNames } from '../sql/sql-text.js';

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
