import { randomBytes } from 'node:crypto';
import type { ClickHouseSettings } from '@clickhouse/client';
import { CmscError } from '@cmsc/core';
import type { ClickHouseConfig } from './config.js';
import { engineFailure } from './engine-errors.js';
import { ClickHouseNode } from './node.js';
import { quoteName, quoteText } from '../sql/sql-text.js';

/** The nodes of a cluster, one of every shard. */
export class ClickHouseCluster {
  /** In the order of their shards, however the configuration lists them. */
  readonly nodes: readonly ClickHouseNode[];
  /** What it was connected with. */
  readonly config: ClickHouseConfig;
  /** Marks this connection in the query logs, and the temporary tables that it makes. */
  readonly mark: string;

  private constructor(config: ClickHouseConfig, nodes: readonly ClickHouseNode[], mark: string) {
    this.config = config;
    this.nodes = nodes;
    this.mark = mark;
  }

  /**
   * Connects, and sees to it that every node answers and that together they are the shards of the cluster.
   *
   * @throws CmscError BAD_OPTION when the nodes are not the cluster's shards, each once; ENGINE_FAILED when one does not answer.
   */
  static async connect(config: ClickHouseConfig): Promise<ClickHouseCluster> {
    const { nodes: urls, cluster } = config;
    if (urls.length === 0) throw new CmscError('usage', 'BAD_OPTION', 'no ClickHouse node is named');
    if (urls.length > 1 && cluster === undefined)
      throw new CmscError('usage', 'BAD_OPTION', 'several ClickHouse nodes need the name of their cluster', {
        hint: 'add ?cluster=NAME to the address',
      });
    const mark = `cmsc_${randomBytes(6).toString('hex')}`;
    const nodes = urls.map((url) => new ClickHouseNode(url, config, mark));
    try {
      const ordered = cluster === undefined ? await answering(nodes) : await byShard(nodes, cluster);
      return new ClickHouseCluster(config, ordered, mark);
    } catch (error) {
      await Promise.all(nodes.map((node) => node.close()));
      throw error;
    }
  }

  /** The node that keeps the register of loads. */
  get first(): ClickHouseNode {
    return this.nodes[0] as ClickHouseNode;
  }

  /** A table of the database, quoted. */
  table(name: string): string {
    return `${quoteName(this.config.database)}.${quoteName(name)}`;
  }

  /** The table that holds a node's own rows of a table that lies on all nodes, quoted. */
  localTable(name: string): string {
    return this.table(this.localName(name));
  }

  /** Its name. */
  localName(name: string): string {
    return this.config.cluster === undefined ? name : `${name}_local`;
  }

  /**
   * Does something on all nodes at once and waits for all of them, so that nothing goes on behind an error.
   *
   * @throws What the first node to fail has failed with.
   */
  async onEach<T>(task: (node: ClickHouseNode) => Promise<T>): Promise<T[]> {
    const failures: unknown[] = [];
    const results = this.nodes.map((node) => task(node).catch((error: unknown) => void failures.push(error)));
    const values = await Promise.all(results);
    if (failures.length > 0) throw failures[0];
    return values as T[];
  }

  /**
   * Carries out a long statement on all nodes. When it fails on one, it is ended on all.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  async runOnEach(sql: string, settings: ClickHouseSettings = {}): Promise<void> {
    await this.onEach(async (node) => {
      try {
        await node.run(sql, settings);
      } catch (error) {
        await this.#stopStatements();
        throw error;
      }
    });
  }

  /** What went over the wire so far and what memory the nodes needed. */
  report(): Promise<NodeReport[]> {
    return nodeReports(this.nodes, this.mark);
  }

  /** Tells what is decided or done: for --debug. */
  debug(line: string): void {
    this.config.onDebug?.(line);
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }

  /** Ends the statements of this connection that still run: a node does not notice that nobody waits for them. */
  async #stopStatements(): Promise<void> {
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${quoteText(this.mark)} AND query_id != queryID() ASYNC`;
    await Promise.all(this.nodes.map((node) => node.tidy(sql)));
  }
}

async function answering(nodes: readonly ClickHouseNode[]): Promise<readonly ClickHouseNode[]> {
  await Promise.all(nodes.map((node) => node.row('SELECT version()', [''])));
  return nodes;
}

/** The nodes in the order of their shards: each node knows which shard of the cluster it is itself. */
async function byShard(nodes: readonly ClickHouseNode[], cluster: string): Promise<ClickHouseNode[]> {
  const ofShard = new Map<number, ClickHouseNode>();
  let shards = 0;
  for (const node of nodes) {
    const sql = `SELECT uniqExact(shard_num), groupUniqArrayIf(shard_num, is_local = 1) FROM system.clusters WHERE cluster = ${quoteText(cluster)}`;
    const [count, own] = await node.row<[number, number[]]>(sql, [0, []]);
    shards = Math.max(shards, count);
    if (own.length !== 1)
      throw engineFailure(
        node.name,
        `is no shard of the cluster ${cluster}`,
        'check the name of the cluster and remote_servers',
      );
    const shard = own[0] as number;
    const other = ofShard.get(shard);
    if (other) throw badNodes(`${other.name} and ${node.name} are the same shard`);
    ofShard.set(shard, node);
  }
  if (ofShard.size !== shards)
    throw badNodes(`the cluster ${cluster} has ${shards} shards, not ${ofShard.size}`);
  return [...ofShard].sort(([a], [b]) => a - b).map(([, node]) => node);
}

function badNodes(what: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { hint: 'name one node of every shard' });
}

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
async function nodeReports(nodes: readonly ClickHouseNode[], mark: string): Promise<NodeReport[]> {
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

/**
 * The sum over all nodes of the one number that `sql` gives.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function totalOf(cluster: ClickHouseCluster, sql: string): Promise<number> {
  const numbers = await cluster.onEach((node) => node.row<[number]>(sql, [0]));
  return numbers.reduce((sum, [number]) => sum + number, 0);
}
