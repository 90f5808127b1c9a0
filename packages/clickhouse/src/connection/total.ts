import type { ClickHouseCluster } from './cluster.js';

/**
 * The sum over all nodes of the one number that `sql` gives.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function totalOf(cluster: ClickHouseCluster, sql: string): Promise<number> {
  const numbers = await cluster.onEach((node) => node.row<[number]>(sql, [0]));
  return numbers.reduce((sum, [number]) => sum + number, 0);
}
