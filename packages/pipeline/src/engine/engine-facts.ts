import type { ClickHouseCluster, Extraction } from '@cmsc/clickhouse';
import type { EngineFacts, EngineNode } from './engine-options.js';
import type { EngineEvents } from './find-events.js';
import { LabelOutcomes, type RedTeamIndex } from '@cmsc/labeling';

/**
 * How a cluster did a run so far.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function engineFacts(
  cluster: ClickHouseCluster,
  { loads, table }: EngineEvents,
  extraction: Extraction,
): Promise<EngineFacts> {
  const { database, cluster: name } = cluster.config;
  const shares = await extraction.shares();
  const reports = await cluster.report();
  const nodes = reports.map((report, i): EngineNode => ({
    ...(shares[i] as (typeof shares)[number]),
    ...report,
  }));
  return { database, ...given({ cluster: name, table }), form: extraction.form, loads, nodes };
}

/** The values that are there. */
export function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/**
 * The account of the red team that a local run would have kept, from what the cluster has met of each tuple. Both number the
 * tuples in order of first appearance.
 *
 * @throws CmscError BAD_STATE_FILE when the extraction was made with another red team, which is a bug.
 */
export function engineOutcomes(index: RedTeamIndex, { labels, span }: Extraction): LabelOutcomes {
  const tuples = labels?.tuples ?? [];
  const outcomes = LabelOutcomes.fromJSON(index, {
    version: 2,
    attackedSessions: labels?.ledger.attackedSessions ?? 0,
    span: span.last < 0 ? null : span,
    tuples: tuples.map((facts, number) => ({ ...facts, ...index.tuples[number] })),
  });
  tuples.forEach(({ openSessions }, number) => {
    for (let i = 0; i < openSessions; i++) outcomes.countOpenSession([number]);
  });
  return outcomes;
}
