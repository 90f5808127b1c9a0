import type { ClickHouseCluster } from '@cmsc/clickhouse';
import { CmscError } from '@cmsc/core';
import { BuildContent, type BuildWorker, type PassTables } from '../build/build-content.js';
import { buildWith } from '../build/run-build.js';
import type { RunPlan } from '../plan-run.js';
import { builtRows } from '../session-rows.js';
import { ClusterSource } from './cluster-source.js';
import { connectEngine, engineFiles } from './connect-engine.js';
import {
  type EngineBuildOptions,
  type EngineBuildReport,
  type EngineFacts,
  refuseLocalOptions,
} from './engine-options.js';

/** The tables that only one machine makes. */
const NOT_FROM_HERE = ['activity', 'anomalies'];

const COMPLETE = { keepOpen: false, minDurationSeconds: 0 };

/** Which sessions have no end: no closed one lasts that long. */
const ONLY_OPEN = { keepOpen: true, minDurationSeconds: 2 ** 31 };

/**
 * Sessions, process runs and labels of a cluster in one database, in the tables of `runBuild`. What it makes of single events
 * stays out: session_processes, activity and anomalies; and so do flows and dns.
 *
 * @throws CmscError as `runBuild` does; BAD_OPTION for what a cluster can't do; ENGINE_FAILED.
 */
export async function buildOnEngine({ engine, ...options }: EngineBuildOptions): Promise<EngineBuildReport> {
  refuseLocalOptions(options);
  if (engine.fromTable)
    throw new CmscError('usage', 'BAD_OPTION', '--from-table does not go with build', {
      hint: 'write sessions of a table with cmsc sessions -o X.duckdb',
    });
  return buildWith(options, engineFiles(engine), async (database, sources) => {
    const cluster = await connectEngine(engine, options);
    try {
      const content = new BuildContent(database, sources, options, new ClusterWorker(cluster));
      const auth = await content.sessions();
      const processes = await content.processRuns();
      for (const name of NOT_FROM_HERE) await database.run(`DROP TABLE ${name}`);
      await content.describe(auth);
      const loaded = together(auth.engine as EngineFacts, processes?.engine);
      const more = { processes: processes?.ledger, redteam: auth.redteam, engine: loaded };
      return { auth, inputs: content.inputs, more };
    } finally {
      await cluster.close();
    }
  });
}

/** How the cluster did logons, with the files of the processes besides. */
function together(logons: EngineFacts, processes: EngineFacts | undefined): EngineFacts {
  return { ...logons, loads: [...logons.loads, ...(processes?.loads ?? [])] };
}

/** Has a cluster work out the sessions and process runs of a build. */
class ClusterWorker implements BuildWorker<ClusterSource> {
  readonly #cluster: ClickHouseCluster;

  constructor(cluster: ClickHouseCluster) {
    this.#cluster = cluster;
  }

  async open(run: RunPlan): Promise<ClusterSource> {
    return new ClusterSource(this.#cluster, run);
  }

  async tables(source: ClusterSource): Promise<PassTables> {
    return { complete: builtRows(source, COMPLETE), open: builtRows(source, ONLY_OPEN) };
  }

  async note(): Promise<void> {}
}
