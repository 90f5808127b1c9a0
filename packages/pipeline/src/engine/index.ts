import { labelsFrom } from '../run-label.js';
import { sessionsFrom } from '../run-sessions.js';
import type {
  EngineBuildOptions,
  EngineBuildReport,
  EngineLabelOptions,
  EngineLabelReport,
  EngineReport,
  EngineSessionsOptions,
} from './engine-options.js';

// The client of ClickHouse is loaded only where it is needed: most runs need none.

/**
 * Logon sessions or process runs as `runSessions` gives them, to the row, worked out on a ClickHouse cluster.
 *
 * @throws CmscError as `runSessions` does; BAD_OPTION (usage) for what a cluster can't do; ENGINE_FAILED (io) when a node
 * does not do its part. Nothing is left under the output's name then.
 * @example
 * const engine = { url: 'clickhouse://ana@db1:8123,db2:8123/cmsc?cluster=prod', passwordFile: 'password' };
 * await runSessionsOnEngine({ command: 'sessions', inputs: ['auth.txt.gz'], output: 'sessions.csv', engine });
 */
export async function runSessionsOnEngine(options: EngineSessionsOptions): Promise<EngineReport> {
  const { engine, ...others } = options;
  const { onCluster } = await import('./cluster-source.js');
  return (await sessionsFrom(onCluster(engine, others), others)) as EngineReport;
}

/**
 * Labelled auth rows as `runLabel` gives them, to the row, from a ClickHouse cluster.
 *
 * @throws CmscError as {@link runSessionsOnEngine} does.
 */
export async function runLabelOnEngine(options: EngineLabelOptions): Promise<EngineLabelReport> {
  const { engine, ...others } = options;
  const { onCluster } = await import('./cluster-source.js');
  return (await labelsFrom(onCluster(engine), others)) as EngineLabelReport;
}

/**
 * Sessions, process runs and labels from a ClickHouse cluster in one database, as `runBuild` gives them; what that makes of
 * single events besides (processes in sessions, activity, anomalies) is not there.
 *
 * @throws CmscError as {@link runSessionsOnEngine} does.
 */
export async function runBuildOnEngine(options: EngineBuildOptions): Promise<EngineBuildReport> {
  const { buildOnEngine } = await import('./build-on-engine.js');
  return buildOnEngine(options);
}

/** What statements for an operator are made out to. */
export interface OperatorOptions {
  /** The database that is to hold the tables of cmsc. */
  database: string;
  /** Name of the cluster in `remote_servers`, when there are several nodes. */
  cluster?: string;
  /** Engine of the tables that hold rows: `MergeTree` by default. */
  tableEngine?: string;
}

/** The statements that make the database and tables of a cluster, as one text: to be carried out on every node. */
export async function engineTables({ database, cluster, tableEngine }: OperatorOptions): Promise<string> {
  const { ddl } = await import('./operator-statements.js');
  return ddl({ database, ...(cluster && { cluster }), ...(tableEngine && { engine: tableEngine }) });
}

/** The statements that grant a user all that runs need, as one text. */
export async function engineGrants(user: string, database: string): Promise<string> {
  const { grantStatements } = await import('./operator-statements.js');
  return grantStatements(user, database)
    .map((statement) => `${statement};\n`)
    .join('');
}
