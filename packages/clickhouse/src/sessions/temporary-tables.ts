import type { ClickHouseCluster } from '../connection/cluster.js';
import { quoteText } from '../sql/sql-text.js';

/** What the names of temporary tables begin with; the cluster's mark and a number follow. */
const PREFIX = 'cmsc_tmp';

/** A table that exists on all nodes for a while. */
export interface TemporaryTable {
  /** Quoted, with its database. */
  name: string;
  /** Drops it wherever it is. */
  drop(): Promise<void>;
}

let made = 0;

/** A name that no other table has, now or later: what it begins with, the cluster's mark and a number. */
export function uniqueName(cluster: ClickHouseCluster, beginning: string): string {
  return `${beginning}_${cluster.mark}_${++made}`;
}

/**
 * Makes a table of that structure on all nodes, under a name that nobody else has.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED; nothing is left then on the nodes that can be reached.
 */
export async function createTemporaryTable(
  cluster: ClickHouseCluster,
  what: string,
  structure: string,
): Promise<TemporaryTable> {
  const name = cluster.table(uniqueName(cluster, `${PREFIX}_${what}`));
  const drop = async () =>
    void (await Promise.all(cluster.nodes.map((node) => node.tidy(`DROP TABLE IF EXISTS ${name} SYNC`))));
  try {
    await cluster.onEach((node) => node.define(`CREATE TABLE IF NOT EXISTS ${name} ${structure}`));
  } catch (error) {
    await drop();
    throw error;
  }
  return { name, drop };
}

/**
 * Drops temporary tables that were left behind by runs that died, of an age that no run reaches that is still alive.
 *
 * @returns how many there were, over all nodes.
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function dropTemporaryTables(
  cluster: ClickHouseCluster,
  olderThanSeconds: number,
): Promise<number> {
  const { database } = cluster.config;
  const sql = `SELECT name FROM system.tables WHERE database = ${quoteText(database)}
AND startsWith(name, ${quoteText(`${PREFIX}_`)}) AND metadata_modification_time <= now() - ${olderThanSeconds}`;
  const dropped = await cluster.onEach(async (node) => {
    const names = await node.rows<[string]>(sql, ['']);
    for (const [name] of names) await node.define(`DROP TABLE IF EXISTS ${cluster.table(name)} SYNC`);
    return names.length;
  });
  return dropped.reduce((sum, count) => sum + count, 0);
}
