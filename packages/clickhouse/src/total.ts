import type { ClickHouseCluster } from './cluster.js';

/**
 * The sum over all nodes of the one number that `sql` gives.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function totalOf(cluster: ClickHouseCluster, sql: string): Promise<number> {
  const numbers = await cluster.onEach((node) => node.rows<[number]>(sql));
  return numbers.reduce((sum, rows) => sum + (rows[0]?.[0] ?? 0), 0);
}
