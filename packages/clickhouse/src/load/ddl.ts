import type { ClickHouseCluster } from '../connection/cluster.js';
import type { ClickHouseConfig } from '../connection/config.js';
import { AUTH_EVENTS, PROC_EVENTS, type EventKind } from './event-kind.js';
import { quoteName, quoteNames, quoteText } from '../sql/sql-text.js';

/** Name of the register of loads (loads.ts). */
export const LOADS_TABLE = 'cmsc_loads';

/** What the tables depend on. */
export interface DdlOptions extends Pick<ClickHouseConfig, 'database' | 'cluster'> {
  /**
   * The engine of the tables that hold rows, `MergeTree` by default. On a cluster with replicas
   * `ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')`.
   */
  engine?: string;
}

/**
 * The statements that make database and tables, to be carried out on every node; what is there already stays.
 * Under a cluster the rows of `auth_events` lie in `auth_events_local` of each node.
 */
export function ddlStatements(options: DdlOptions): string[] {
  const { database, engine = 'MergeTree' } = options;
  return [
    `CREATE DATABASE IF NOT EXISTS ${quoteName(database)}`,
    loadsTable(database, engine),
    ...[AUTH_EVENTS, PROC_EVENTS].flatMap((kind) => eventTables(kind, options)),
  ];
}

/**
 * The statements that make database and tables, each ended by a semicolon: what an operator reads, changes and carries
 * out on every node.
 *
 * @example
 * const text = ddl({ database: 'cmsc', cluster: 'prod' });
 * text.startsWith('CREATE DATABASE'); // true
 */
export function ddl(options: DdlOptions): string {
  return ddlStatements(options)
    .map((statement) => `${statement};\n`)
    .join('\n');
}

/**
 * Makes database and tables on all nodes, where they are missing.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function createTables(cluster: ClickHouseCluster, engine?: string): Promise<void> {
  const { database, cluster: name } = cluster.config;
  for (const statement of ddlStatements({
    database,
    ...(name && { cluster: name }),
    ...(engine && { engine }),
  }))
    await cluster.onEach((node) => node.define(statement));
}

function loadsTable(database: string, engine: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteName(database)}.${quoteName(LOADS_TABLE)} (
  events LowCardinality(String) COMMENT 'table of the events',
  content String COMMENT 'what was loaded: SHA-256',
  load UInt64 COMMENT 'one attempt to load it',
  state Enum8('loading' = 1, 'loaded' = 2, 'dropped' = 3),
  name String COMMENT 'of the file, for messages',
  rows UInt64, starts UInt64, ends UInt64, other UInt64, rejected UInt64,
  first_time Int64, last_time Int64,
  at DateTime64(3) DEFAULT now64(3)
) ENGINE = ${engine}
ORDER BY (events, content, at)`;
}

// A partition is a load: dropping half a load, or one that is no longer wanted, costs nothing.
function eventTables(kind: EventKind, { database, cluster, engine = 'MergeTree' }: DdlOptions): string[] {
  const columns = [
    `load UInt64 COMMENT 'see ${LOADS_TABLE}'`,
    `row UInt64 COMMENT 'within the load, from 0: the order of the file' CODEC(Delta, LZ4)`,
    `time UInt32 COMMENT 'seconds' CODEC(Delta, LZ4)`,
    `edge UInt8 COMMENT '1 starts, 0 ends, 2 does neither'`,
    ...kind.columns.map((name) => `${quoteName(name)} LowCardinality(String)`),
  ].join(',\n  ');
  const name = cluster === undefined ? kind.table : `${kind.table}_local`;
  const local = `CREATE TABLE IF NOT EXISTS ${quoteName(database)}.${quoteName(name)} (
  ${columns}
) ENGINE = ${engine}
PARTITION BY load
ORDER BY (${quoteNames(kind.sortBy)}, row)`;
  return cluster === undefined ? [local] : [local, distributedTable(kind, database, cluster)];
}

function distributedTable(kind: EventKind, database: string, cluster: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quoteName(database)}.${quoteName(kind.table)}
AS ${quoteName(database)}.${quoteName(`${kind.table}_local`)}
ENGINE = Distributed(${quoteText(cluster)}, ${quoteText(database)}, ${quoteText(`${kind.table}_local`)}, cityHash64(${quoteNames(kind.shardBy)}))`;
}

/**
 * The GRANT statements for a user who loads, extracts and keeps results. `CREATE DATABASE` is needed only to make the
 * database; without the rights on system.query_log and KILL QUERY a run works all the same, but its report knows less
 * about memory.
 */
export function grantStatements(user: string, database: string): string[] {
  const [who, where] = [quoteName(user), quoteName(database)];
  return [
    `GRANT CREATE DATABASE, CREATE TABLE, DROP TABLE, SHOW TABLES, SELECT, INSERT, ALTER DELETE ON ${where}.* TO ${who}`,
    `GRANT TABLE ENGINE ON MergeTree TO ${who}`,
    `GRANT TABLE ENGINE ON Memory TO ${who}`,
    `GRANT TABLE ENGINE ON Distributed TO ${who}`,
    `GRANT SELECT ON system.clusters TO ${who}`,
    `GRANT SELECT ON system.tables TO ${who}`,
    `GRANT SELECT ON system.query_log TO ${who}`,
    `GRANT SYSTEM FLUSH LOGS ON *.* TO ${who}`,
    `GRANT REMOTE ON *.* TO ${who}`,
  ];
}
