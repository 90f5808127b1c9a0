import { extractSessions, type ClickHouseCluster, type Extraction } from '@cmsc/clickhouse';
import { CmscError, Dictionary, type Ledger } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import { DatabaseBuild } from '@cmsc/store';
import { redTeamRows } from '../build/red-team-rows.js';
import type { BuildOptions } from '../build/run-build.js';
import { FIXED_TABLES, NO_PROCESS_RUNS, NOT_OF_OPEN, redTeamMatchesSql } from '../build/schema.js';
import { describeBuild, insertCounts, type BuildInput } from '../build/small-tables.js';
import { findSources, type Sources } from '../build/sources.js';
import { loadRedTeam, type RedTeam } from '../red-team.js';
import { checkTargets, publishReport, refuseSharedFiles, reportedOptions, startReport } from '../report.js';
import { planSessions, type SessionCommand, type SessionPlan } from '../session-plan.js';
import { keptOutBy } from '../tuple-records.js';
import { connectEngine, engineFiles } from './connect-engine.js';
import { engineBook } from './engine-book.js';
import { engineFacts } from './engine-facts.js';
import type { EngineBuildOptions, EngineBuildReport } from './engine-options.js';
import { filterOf, rowsOf } from './engine-run.js';
import { fillSessionTable } from './fill-session-table.js';
import { findEvents, type EngineEvents } from './find-events.js';
import { refuseLocalOptions } from './refuse-options.js';

/** The tables that only one machine makes. */
const NOT_FROM_HERE = ['activity', 'anomalies'];

/** Which sessions have no end: no closed one lasts that long. */
const ONLY_OPEN = { keepOpen: true, minDurationSeconds: 2 ** 31 };

/**
 * Sessions, process runs and labels of a cluster in one database, in the tables of `runBuild`. What it makes of single events
 * stays out: session_processes, activity and anomalies; and so do flows and dns.
 *
 * @throws CmscError as `runBuild` does; BAD_OPTION for what a cluster can't do; ENGINE_FAILED.
 */
export async function buildOnEngine({ engine, ...options }: EngineBuildOptions): Promise<EngineBuildReport> {
  const finishReport = startReport('build');
  refuseLocalOptions(options);
  if (engine.fromTable)
    throw new CmscError('usage', 'BAD_OPTION', '--from-table does not go with build', {
      hint: 'write sessions of a table with cmsc sessions -o X.duckdb',
    });
  const { output, report: reportFile, force, signal, threads } = options;
  await checkTargets([reportFile], options);
  const { sources, leftOut } = await findSources(options.inputs, options);
  await refuseSharedFiles(options, [...Object.values(sources).flat(), ...engineFiles(engine)]);
  const cluster = await connectEngine(engine, options);
  try {
    const database = await DatabaseBuild.open(output, { force, signal, threads });
    try {
      const { rows, more, ...facts } = await new EngineContent(cluster, database, sources, options).fill();
      const outputs = [await database.finish(rows)];
      const report = { ...finishReport({ ...facts, leftOut, outputs }), ...more };
      await publishReport(report, options);
      return report;
    } catch (error) {
      await database.abort();
      throw error;
    }
  } finally {
    await cluster.close();
  }
}

/** What is worked out of the files of one kind. */
interface Worked {
  plan: SessionPlan;
  events: EngineEvents;
  extraction: Extraction;
}

/** Fills a database from a cluster. */
class EngineContent {
  readonly #cluster: ClickHouseCluster;
  readonly #database: DatabaseBuild;
  readonly #sources: Sources;
  readonly #options: BuildOptions;
  readonly #inputs: BuildInput[] = [];

  constructor(cluster: ClickHouseCluster, database: DatabaseBuild, sources: Sources, options: BuildOptions) {
    this.#cluster = cluster;
    this.#database = database;
    this.#sources = sources;
    this.#options = options;
  }

  async fill() {
    for (const sql of FIXED_TABLES) await this.#database.run(sql);
    for (const name of NOT_FROM_HERE) await this.#database.run(`DROP TABLE ${name}`);
    const { plan, ledger, labels, redteam, engine } = await this.#fillSessions();
    const processes = await this.#fillRuns();
    const options = reportedOptions({ ...this.#options, output: undefined }, plan.rule);
    await describeBuild(this.#database, this.#inputs, options);
    const inputs = this.#inputs.map(({ input }) => input);
    const more = {
      processes: processes?.ledger,
      redteam,
      engine: { ...engine, loads: [...engine.loads, ...(processes?.loads ?? [])] },
    };
    return { options, inputs, ledger, labels, rows: ledger.sessions, more };
  }

  async #fillSessions() {
    const [file] = this.#sources.redteam;
    const redteam = file === undefined ? undefined : await loadRedTeam(file, this.#options);
    for (const input of redteam?.inputs ?? []) this.#inputs.push({ format: 'redteam', input });
    return this.#workOut('sessions', redteam, async ({ plan, events, extraction }) => {
      const dictionaries = plan.select.map(() => new Dictionary());
      const target = { database: this.#database, plan, dictionaries, labelled: true };
      await fillSessionTable(target, extraction, 'sessions', { rowNumber: 'session_id' });
      await fillSessionTable(target, extraction, 'open_sessions', { without: NOT_OF_OPEN }, ONLY_OPEN);
      const { ledger } = extraction;
      const labels = extraction.labels?.ledger;
      const records = redteam ? this.#records(redteam, extraction) : [];
      await this.#database.insert('redteam', redTeamRows(records));
      if (records.length > 0) await this.#database.run(redTeamMatchesSql(plan.rule.key));
      await insertCounts(this.#database, 'auth', { ...ledger });
      await insertCounts(this.#database, 'labels', { ...labels });
      return {
        plan,
        ledger,
        labels,
        redteam: records,
        engine: await engineFacts(this.#cluster, events, extraction),
      };
    });
  }

  async #fillRuns(): Promise<{ ledger: Ledger; loads: EngineEvents['loads'] } | undefined> {
    if (this.#sources.proc.length === 0) return void (await this.#database.run(NO_PROCESS_RUNS));
    return this.#workOut('processes', undefined, async ({ plan, events, extraction }) => {
      const dictionaries = plan.select.map(() => new Dictionary());
      const target = { database: this.#database, plan, dictionaries, labelled: false };
      await fillSessionTable(target, extraction, 'process_runs', { rowNumber: 'run_id' });
      await insertCounts(this.#database, 'proc', { ...extraction.ledger });
      return { ledger: extraction.ledger, loads: events.loads };
    });
  }

  async #workOut<T>(
    command: SessionCommand,
    redteam: RedTeam | undefined,
    use: (worked: Worked) => Promise<T>,
  ): Promise<T> {
    const name = command === 'sessions' ? 'auth' : 'proc';
    const { key, failedLogons, ...rule } = this.#options;
    const plan = planSessions(command, command === 'sessions' ? { ...rule, key, failedLogons } : rule, {
      ...{ labels: false, user: false, computer: false },
    });
    const inputs = this.#sources[name];
    const events = await findEvents(this.#cluster, plan, { ...this.#options, inputs }, {});
    for (const input of events.inputs) this.#inputs.push({ format: name, input });
    const extraction = await extractSessions(this.#cluster, events.source, {
      rule: plan.rule,
      filter: filterOf(this.#options),
      ...(redteam && { redteam: rowsOf(redteam) }),
    });
    try {
      return await use({ plan, events, extraction });
    } finally {
      await extraction.close();
    }
  }

  #records({ index }: RedTeam, extraction: Extraction): TupleRecord[] {
    const { key } = extraction.rule;
    return engineBook(index, extraction).records({ key, keptOut: keptOutBy(this.#options) });
  }
}
