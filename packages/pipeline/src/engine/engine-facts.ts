import type { ClickHouseCluster, Extraction } from '@cmsc/clickhouse';
import type { EngineFacts, EngineNode } from './engine-options.js';
import type { EngineEvents } from './find-events.js';

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
