import { startCluster, type TestCluster, type TestUser } from '@cmsc/clickhouse-testbed';
import { ClickHouseCluster } from '../connection/cluster.js';
import type { ClickHouseConfig } from '../connection/config.js';
import { createTables, grantStatements } from '../load/ddl.js';

/** The database that the user `granted` may use, with the rights that the README asks for and no others. */
export const GRANTED_DATABASE = 'granted';

// A configuration file has the user beside the grants, not in them.
const GRANTS = grantStatements('granted', GRANTED_DATABASE).map((grant) => grant.replace(/ TO .*$/, ''));

const USERS: readonly TestUser[] = [
  { name: 'ana', password: 'right' },
  { name: 'poor', password: 'p', quota: { writtenBytes: 20_000 } },
  { name: 'granted', password: 'g', grants: GRANTS },
];

// One cluster for all tests of this package, which share a process (tools/scripts/vitest-config.mjs) and have databases of their own.
// It ends with the process.
let bed: Promise<TestCluster> | undefined;
let databases = 0;

/** Two running nodes, and connections to one or both of them. */
export class TestNodes {
  readonly bed: TestCluster;
  readonly #open: ClickHouseCluster[] = [];

  private constructor(bed: TestCluster) {
    this.bed = bed;
  }

  static async start(): Promise<TestNodes> {
    bed ??= startCluster({ nodes: 2, users: USERS, background: true });
    return new TestNodes(await bed);
  }

  /** How to connect to the first node alone, or to both as a cluster. */
  config(nodes: 1 | 2, more: Partial<ClickHouseConfig> = {}): ClickHouseConfig {
    return {
      nodes: this.bed.nodes.slice(0, nodes).map(({ url }) => url),
      database: `db_${++databases}`,
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

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((cluster) => cluster.close()));
  }
}
