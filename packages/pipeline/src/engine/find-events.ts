import { AUTH_EVENTS, PROC_EVENTS, type ClickHouseCluster, type StoredEvents } from '@cmsc/clickhouse';
import type { InputSummary } from '@cmsc/store';
import type { InputOptions } from '../options.js';
import type { SessionPlan } from '../session-plan.js';
import type { EngineFacts } from './engine-options.js';
import { loadFiles } from './load-files.js';
import { mappedTable } from './mapped-table.js';

/** The events of a run, where they lie in the cluster. */
export interface EngineEvents extends Pick<EngineFacts, 'loads' | 'table'> {
  source: StoredEvents;
  /** The files that they are from. */
  inputs: InputSummary[];
}

/**
 * The events of the inputs: of files, which are loaded unless they are in the cluster already, or of a table that exists.
 *
 * @throws CmscError as `loadFiles` and `mappedTable` do.
 */
export async function findEvents(
  cluster: ClickHouseCluster,
  { command, format }: SessionPlan,
  options: InputOptions,
  { fromTable = false }: { fromTable?: boolean | undefined },
): Promise<EngineEvents> {
  const kind = command === 'sessions' ? AUTH_EVENTS : PROC_EVENTS;
  if (fromTable) {
    const source = await mappedTable(options.inputs, kind);
    return { source, inputs: [], loads: [], table: source.table };
  }
  const files = await loadFiles(cluster, kind, format, options);
  const loads = files.map(({ load }) => load);
  return {
    source: { type: 'loads', kind, loads },
    inputs: files.map(({ path, bytes, sha256, load }) => ({
      ...{ path, bytes, sha256, rows: load.counts.rows },
      complete: true,
    })),
    loads: files.map(({ path, load }) => ({ path, wasLoaded: load.wasLoaded })),
  };
}
