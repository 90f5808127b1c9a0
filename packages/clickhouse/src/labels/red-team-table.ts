import type { RedTeamTuple } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { createTemporaryTable, type TemporaryTable } from '../sessions/temporary-tables.js';

/**
 * Puts all tuples on every node, in a table with the columns number, attack_time, src_user, src_machine, dst_machine and rows.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function createRedTeamTable(
  cluster: ClickHouseCluster,
  tuples: readonly RedTeamTuple[],
): Promise<TemporaryTable> {
  const table = await createTemporaryTable(
    cluster,
    'redteam',
    '(number UInt32, attack_time Int64, src_user String, src_machine String, dst_machine String, rows UInt32) ENGINE = Memory',
  );
  if (tuples.length === 0) return table;
  const rows = tuples.map(({ attack_time, src_user, src_machine, dst_machine, rows: repeats }, number) =>
    JSON.stringify([number, attack_time, src_user, src_machine, dst_machine, repeats]),
  );
  const bytes = Buffer.from(`${rows.join('\n')}\n`);
  try {
    await cluster.onEach((node) =>
      node.insert(`INSERT INTO ${table.name} FORMAT JSONCompactEachRow`, once(bytes)),
    );
  } catch (error) {
    await table.drop();
    throw error;
  }
  return table;
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
