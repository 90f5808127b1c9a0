import { startCluster, type TestCluster, type TestUser } from '@cmsc/clickhouse-testbed';
import { ClickHouseCluster } from '../cluster.js';
import type { ClickHouseConfig } from '../config.js';
import { createTables } from '../ddl.js';

/** Two running nodes, and connections to one or both of them. */
export class TestNodes {
  readonly bed: TestCluster;
  readonly #open: ClickHouseCluster[] = [];
  #databases = 0;

  private constructor(bed: TestCluster) {
    this.bed = bed;
  }

  static async start(users: readonly TestUser[] = []): Promise<TestNodes> {
    return new TestNodes(await startCluster({ nodes: 2, users }));
  }

  /** How to connect to the first node alone, or to both as a cluster. */
  config(nodes: 1 | 2, more: Partial<ClickHouseConfig> = {}): ClickHouseConfig {
    return {
      nodes: this.bed.nodes.slice(0, nodes).map(({ url }) => url),
      database: `db_${++this.#databases}`,
      ...(nodes > 1 && { cluster: this.bed.name }),
      ...more,
    };
  }

  /** A connection, closed in the end. */
  async connect(config: ClickHouseConfig): Promise<ClickHouseCluster> {
    const cluster = await ClickHouseCluster.connect(config);
    this.#open.push(cluster);
    return cluster;
  }

  /** A connection to one node or two, with a database of its own and empty tables. */
  async fresh(nodes: 1 | 2, more: Partial<ClickHouseConfig> = {}): Promise<ClickHouseCluster> {
    const cluster = await this.connect(this.config(nodes, more));
    await createTables(cluster);
    return cluster;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#open.map((cluster) => cluster.close()));
    await this.bed.stop();
  }
}
