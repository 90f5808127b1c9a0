import type { Extraction, SessionSelection } from '@cmsc/clickhouse';
import { Dictionary } from '@cmsc/core';
import type { DatabaseBuild } from '@cmsc/store';
import type { SessionPlan } from '../session-plan.js';
import { noLabels, sessionTable, toTableBatch } from '../session-table.js';
import { StreamKeys } from './stream-keys.js';

/** Where sessions of a cluster go, and what they are. */
export interface SessionTarget {
  database: DatabaseBuild;
  plan: SessionPlan;
  /** The dictionary of each column of `plan.select`. */
  dictionaries: readonly Dictionary[];
  labelled: boolean;
}

/**
 * Makes a table of sessions that lie in a cluster.
 *
 * @throws CmscError ENGINE_FAILED, WRITE_FAILED or INTERRUPTED.
 */
export async function fillSessionTable(
  { database, plan, dictionaries, labelled }: SessionTarget,
  extraction: Extraction,
  table: string,
  options: Parameters<DatabaseBuild['fill']>[2],
  selection: SessionSelection = {},
): Promise<void> {
  const dictionaryOf = (column: string) => dictionaries[plan.select.indexOf(column)] ?? new Dictionary();
  const stream = extraction.read({ ...selection, dictionaryOf });
  const keys = new StreamKeys(() => stream);
  const origins = plan.origin === undefined ? undefined : dictionaries[plan.origin];
  const rows = database.sortedRows(sessionTable(plan, { origins, labels: labelled }), () => keys);
  for await (const batch of stream.batches)
    await rows.add(
      toTableBatch(
        batch,
        origins !== undefined,
        labelled ? (batch.labels ?? noLabels(batch.length)) : undefined,
      ),
    );
  await database.fill(table, rows, options);
}
