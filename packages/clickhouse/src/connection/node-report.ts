import type { ClickHouseNode } from './node.js';
import { quoteText } from '../sql/sql-text.js';

/** What a node had to do with a run. */
export interface NodeReport {
  /** `host:port` */
  node: string;
  /** Bytes of results that came from it. */
  bytesReceived: number;
  /** Bytes of rows that went to it. */
  bytesSent: number;
  /** The most memory that one query took on it, also for other nodes' sake. */
  peakMemoryBytes: number;
}

/**
 * Reports of nodes, on the queries with this mark. Memory is read from system.query_log; where that is switched off or may not be read, from the
 * summaries that inserts and statements come back with.
 */
export async function nodeReports(nodes: readonly ClickHouseNode[], mark: string): Promise<NodeReport[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const logged = await loggedMemory(node, mark);
      const { bytesReceived, bytesSent, peakMemoryBytes } = node.traffic;
      return {
        node: node.name,
        bytesReceived,
        bytesSent,
        peakMemoryBytes: Math.max(logged, peakMemoryBytes),
      };
    }),
  );
}

async function loggedMemory(node: ClickHouseNode, mark: string): Promise<number> {
  await node.tidy('SYSTEM FLUSH LOGS');
  const sql = `SELECT max(memory_usage) FROM system.query_log WHERE log_comment = ${quoteText(mark)} AND event_date >= yesterday()`;
  try {
    const [bytes] = await node.row<[number]>(sql, [0]);
    return bytes;
  } catch {
    return 0;
  }
}
