import type { AnomalyCounts, EventColumns } from '@cmsc/core';
import type { DatabaseBuild, Manifest } from '@cmsc/store';
import type { Rejects } from '../rejects.js';
import type { RunContext } from '../run-output.js';
import type { SessionCommand } from '../session-plan.js';
import { runThroughMachine } from '../session-run.js';
import { tupleRecords } from '../tuple-records.js';
import { Activity } from './activity.js';
import { anomalyRows, reasonRows } from './anomaly-rows.js';
import { TellingOutput } from './build-news.js';
import { MachineTables, type MachineTablesOptions } from './machine-tables.js';
import { fillNetworkTable, type NetworkName } from './network-table.js';
import { redTeamHosts, redTeamRows } from './red-team-rows.js';
import type { BuildOptions, BuildReport } from './run-build.js';
import { FIXED_TABLES, NO_PROCESS_RUNS, redTeamMatchesSql } from './schema.js';
import { SessionProcesses } from './session-processes.js';
import { describeBuild, insertCounts, type BuildInput } from './small-tables.js';
import type { Sources } from './sources.js';

/** What is known of a database once it is full. */
export type BuildFacts = Omit<BuildReport, 'version' | 'command' | 'timing' | 'outputs'>;

/** A pass through the machine whose tables are made. */
interface MadePass {
  report: Manifest;
  context: RunContext;
  anomalies: AnomalyCounts;
}

/** Fills a database, source by source. */
export class DatabaseContent {
  readonly #database: DatabaseBuild;
  readonly #sources: Sources;
  readonly #options: BuildOptions;
  readonly #badRows: Rejects;
  readonly #inputs: BuildInput[] = [];

  /** `badRows` takes the bad rows of all files. */
  constructor(database: DatabaseBuild, sources: Sources, options: BuildOptions, badRows: Rejects) {
    this.#database = database;
    this.#sources = sources;
    this.#options = options;
    this.#badRows = badRows;
  }

  /** Fills all tables. */
  async fill(): Promise<BuildFacts> {
    for (const sql of FIXED_TABLES) await this.#database.run(sql);
    const processes = new SessionProcesses(this.#database, this.#options.events ?? 'starts');
    const { redteam, ...auth } = await this.#fillSessions(processes);
    const runs = await this.#fillRuns(processes);
    this.#options.onStep?.('processes in sessions');
    const sequences = await processes.fill();
    await insertCounts(this.#database, 'sequences', { ...sequences });
    const hosts = this.#sources.redteam.length > 0 ? redTeamHosts(redteam) : undefined;
    for (const name of ['flows', 'dns'] as const) await this.#fillNetwork(name, hosts);
    await describeBuild(this.#database, this.#inputs, auth.options);
    return {
      ...auth,
      inputs: this.#inputs.map(({ input }) => input),
      processes: runs?.ledger,
      sequences,
      anomalies: { auth: auth.anomalies, proc: runs?.anomalies },
      redteam,
    };
  }

  async #fillSessions(processes: SessionProcesses) {
    this.#options.onStep?.('logon sessions');
    const { report, context, anomalies } = await this.#run('sessions', (context) => ({
      table: 'sessions',
      rowNumber: 'session_id',
      openTable: 'open_sessions',
      ...processes.sessionsOf(context),
    }));
    const { options, ledger, labels } = report;
    const redteam = tupleRecords(context, this.#options);
    await this.#database.insert('redteam', redTeamRows(redteam));
    if (redteam.length > 0) await this.#database.run(redTeamMatchesSql(context.plan.rule.key));
    await insertCounts(this.#database, 'labels', { ...labels });
    return { options, ledger, labels, anomalies, redteam };
  }

  async #fillRuns(processes: SessionProcesses) {
    if (this.#sources.proc.length === 0) return void (await this.#database.run(NO_PROCESS_RUNS));
    this.#options.onStep?.('process runs');
    const { report, anomalies } = await this.#run('processes', (context) => ({
      table: 'process_runs',
      rowNumber: 'run_id',
      ...processes.startsOf(context),
    }));
    return { ledger: report.ledger, anomalies };
  }

  /** Runs the files of auth or proc through the machine, into tables. */
  async #run(
    source: SessionCommand,
    tablesOf: (context: RunContext) => MachineTablesOptions,
  ): Promise<MadePass> {
    const { onNews, ...options } = this.#options;
    const name = source === 'sessions' ? 'auth' : 'proc';
    let made: RunContext | undefined;
    const activity = new Activity();
    const kind = {
      command: 'build',
      source,
      rows: false,
      explain: true,
      onRows: (events: EventColumns) => activity.add(events),
      rejects: this.#badRows,
      openOutput: async (context: RunContext) => {
        const tables = new MachineTables(context, this.#database, tablesOf(context));
        made = context;
        return onNews ? new TellingOutput(tables, context, name, onNews) : tables;
      },
    };
    const inputs = this.#sources[name];
    const own = { inputs, output: undefined, report: undefined, rejects: undefined };
    const ofAuth = { redteam: this.#sources.redteam[0], key: options.key };
    const report = await runThroughMachine(kind, {
      ...options,
      ...own,
      ...(name === 'auth' ? ofAuth : { key: undefined, failedLogons: undefined }),
    });
    if (!made) throw new Error('a run ended without an output');
    await this.#note(name, report, made, activity);
    const anomalies = made.pass.anomalies?.counts() as AnomalyCounts;
    return { report, context: made, anomalies };
  }

  /** Notes what is to be said of a pass: its ledger, its hours, its anomalies and its files. */
  async #note(
    source: 'auth' | 'proc',
    report: Manifest,
    context: RunContext,
    activity: Activity,
  ): Promise<void> {
    const redteam = this.#sources.redteam[0];
    for (const input of report.inputs)
      this.#inputs.push({ format: input.path === redteam ? 'redteam' : source, input });
    await insertCounts(this.#database, source, { ...report.ledger });
    await this.#database.insert('ledger', reasonRows(source, context.pass));
    await this.#database.insert('activity', activity.rows(source));
    await this.#database.insert('anomalies', anomalyRows(source, context.pass, context.plan.rule.key.length));
  }

  async #fillNetwork(name: NetworkName, redteamHosts: ReadonlySet<string> | undefined): Promise<void> {
    const inputs = this.#sources[name];
    if (inputs.length === 0) return;
    this.#options.onStep?.(name);
    const options = { ...this.#options, inputs, redteamHosts, badRows: this.#badRows };
    const table = await fillNetworkTable(this.#database, name, options);
    this.#inputs.push(...table.inputs.map((input) => ({ format: name, input })));
    await insertCounts(this.#database, name, { rows: table.rows, rejected: table.rejected });
    await this.#database.insert('activity', table.activity.rows(name));
  }
}
