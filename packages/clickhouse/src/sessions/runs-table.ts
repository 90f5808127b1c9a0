import { CmscError, type SessionCounts } from '@cmsc/core';
import type { ClickHouseCluster } from '../connection/cluster.js';
import { keySql, RUN_COLUMNS, type FormInput, type SessionForm } from '../sql/session-form.js';
import { quoteName, quoteText } from '../sql/sql-text.js';
import { createTemporaryTable, type TemporaryTable } from './temporary-tables.js';

/** Groups are read off the sorted table one after the other, a few thousand at a time: memory stays small. */
const FEW_KEYS_AT_A_TIME = {
  optimize_aggregation_in_order: 1,
  aggregation_in_order_max_block_bytes: '8000000',
  max_block_size: '8192',
} as const;

/**
 * Works the runs of all keys out, on each node those of its own keys, into a table on every node.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED; the table is gone then.
 */
export async function createRuns(
  cluster: ClickHouseCluster,
  form: SessionForm,
  input: FormInput,
): Promise<TemporaryTable> {
  const { rule } = input;
  const columns = rule.key.map((name) => `${quoteName(name)} LowCardinality(String)`).join(', ');
  const runs = await createTemporaryTable(
    cluster,
    'runs',
    `(${columns}, ${RUN_COLUMNS}) ENGINE = MergeTree ORDER BY (${keySql(rule)}, start_time, n)`,
  );
  try {
    const sql = `INSERT INTO ${runs.name}\n${form(input)}`;
    await cluster.runOnEach(sql, FEW_KEYS_AT_A_TIME);
    return runs;
  } catch (error) {
    await runs.drop();
    throw error;
  }
}

/**
 * Sees to it that no key has events on two nodes: each would make sessions of its share.
 *
 * @throws CmscError BAD_OPTION when one has; ENGINE_FAILED or INTERRUPTED.
 */
export async function checkSharding(
  cluster: ClickHouseCluster,
  runs: TemporaryTable,
  { rule }: FormInput,
  keys: number,
): Promise<void> {
  const { cluster: name } = cluster.config;
  if (name === undefined || cluster.nodes.length === 1) return;
  const sql = `SELECT count() FROM (SELECT 1 FROM cluster(${quoteText(name)}, ${runs.name}) GROUP BY ${keySql(rule)})`;
  const [distinct] = await cluster.first.row<[number]>(sql, [0]);
  if (distinct === keys) return;
  throw new CmscError('usage', 'BAD_OPTION', `${keys - distinct} keys have events on more than one node`, {
    hint: `shard the table by ${rule.key.join(', ')}, or load the events with cmsc`,
  });
}

type CountsRow = [
  keys: number,
  sessions: number,
  zeroLength: number,
  repeatedStarts: number,
  extendingEnds: number,
  orphanEnds: number,
  open: number,
];

/** What became of the starts and ends, over all nodes. */
export async function countRuns(
  cluster: ClickHouseCluster,
  runs: TemporaryTable,
  { rule }: FormInput,
): Promise<SessionCounts> {
  const sql = `SELECT (SELECT count() FROM (SELECT 1 FROM ${runs.name} GROUP BY ${keySql(rule)})),
  countIf(starts > 0 AND ends > 0), countIf(starts > 0 AND ends > 0 AND start_time = end_time),
  sumIf(starts - 1, starts > 0), sumIf(ends - 1, starts > 0 AND ends > 0), sumIf(ends, starts = 0), countIf(ends = 0)
FROM ${runs.name}`;
  const counts = await cluster.onEach((node) => node.row<CountsRow>(sql, [0, 0, 0, 0, 0, 0, 0]));
  const sum = (column: number) => counts.reduce((total, row) => total + (row[column] as number), 0);
  return {
    keys: sum(0),
    sessions: sum(1),
    zeroLength: sum(2),
    repeatedStarts: sum(3),
    extendingEnds: sum(4),
    orphanEnds: sum(5),
    open: sum(6),
  };
}
