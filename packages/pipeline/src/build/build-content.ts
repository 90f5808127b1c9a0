import type { TupleRecord } from '@cmsc/labeling';
import type { DatabaseBuild, InputSummary, TableRows } from '@cmsc/store';
import type { BuildOptions } from './run-build.js';
import type { Progress } from '../options.js';
import type { Sources } from './sources.js';
import { needsOf, type RunPlan } from '../plan-run.js';
import { loadRedTeam } from '../red-team.js';
import { withSource } from '../run-sessions.js';
import { planSessions, type SessionCommand } from '../session-plan.js';
import type { SessionSource, SourceFacts } from '../session-source.js';
import { commentTables, describeBuild, insertCounts, redTeamRows } from './small-tables.js';
import { FIXED_TABLES, NO_PROCESS_RUNS, NOT_OF_OPEN, redTeamMatchesSql } from './schema.js';

/** Sessions or process runs, as a database has them: by key and start. */
export interface PassTables {
  complete: TableRows;
  /** Those without an end, when they are wanted. */
  open: TableRows;
}

/** Who works out the sessions and process runs of a build. */
export interface BuildWorker<Source extends SessionSource> {
  /** Opens a pass over the files of a plan. */
  open(run: RunPlan): Promise<Source>;
  /** The rows of its tables. */
  tables(source: Source): Promise<PassTables>;
  /** Fills what else is known of a pass, once its tables are full. */
  note(source: Source, name: 'auth' | 'proc'): Promise<void>;
}

/** Fills a database with what passes over auth and proc make: sessions, labels and process runs. */
export class BuildContent<Source extends SessionSource> {
  readonly #database: DatabaseBuild;
  readonly #sources: Sources;
  readonly #options: BuildOptions;
  readonly #worker: BuildWorker<Source>;
  readonly #inputs: { format: string; input: InputSummary }[] = [];

  constructor(database: DatabaseBuild, sources: Sources, options: BuildOptions, worker: BuildWorker<Source>) {
    this.#database = database;
    this.#sources = sources;
    this.#options = options;
    this.#worker = worker;
  }

  /** The files that were read so far. */
  get inputs(): InputSummary[] {
    return this.#inputs.map(({ input }) => input);
  }

  /** Makes the tables of small facts, and fills those of logon sessions and of the red team. */
  async sessions(): Promise<SourceFacts & { redteam: TupleRecord[] }> {
    const database = this.#database;
    for (const sql of FIXED_TABLES) await database.run(sql);
    return this.#pass('sessions', async (source, { complete, open }) => {
      await database.fill('sessions', complete, { rowNumber: 'session_id' });
      await database.fill('open_sessions', open, { without: NOT_OF_OPEN });
      const facts = await this.#account(source, 'auth');
      const redteam = source.records();
      await database.insert('redteam', redTeamRows(redteam));
      if (redteam.length > 0) await database.run(redTeamMatchesSql(source.plan.rule.key));
      await insertCounts(database, 'labels', { ...facts.labels });
      return { ...facts, redteam };
    });
  }

  /** Fills the table of process runs, which stays empty without proc. */
  async processRuns(): Promise<SourceFacts | undefined> {
    if (this.#sources.proc.length === 0) return void (await this.#database.run(NO_PROCESS_RUNS));
    return this.#pass('processes', async (source, { complete, open }) => {
      await this.#database.fill('process_runs', complete, { rowNumber: 'run_id' });
      // There is no table of them, but they are looked at on their way.
      for await (const batch of open.batches) void batch;
      return this.#account(source, 'proc');
    });
  }

  /** Notes files that something else was made of. */
  addInputs(format: string, inputs: readonly InputSummary[]): void {
    this.#inputs.push(...inputs.map((input) => ({ format, input })));
  }

  /** Fills the tables that say what the database was made of, and by which options. */
  async describe({ options }: SourceFacts): Promise<void> {
    await describeBuild(this.#database, this.#inputs, options);
    await commentTables(this.#database);
  }

  async #pass<Facts>(
    command: SessionCommand,
    fill: (source: Source, tables: PassTables) => Promise<Facts>,
  ): Promise<Facts> {
    const run = await this.#plan(command);
    return withSource(await this.#worker.open(run), async (source) =>
      fill(source, await this.#worker.tables(source)),
    );
  }

  /** Notes what is to be said of a pass: its files and its ledger. */
  async #account(source: Source, name: 'auth' | 'proc'): Promise<SourceFacts> {
    const facts = await source.finish();
    const [redteam] = this.#sources.redteam;
    for (const input of facts.inputs) this.addInputs(input.path === redteam ? 'redteam' : name, [input]);
    await insertCounts(this.#database, name, { ...facts.ledger });
    await this.#worker.note(source, name);
    return facts;
  }

  async #plan(command: SessionCommand): Promise<RunPlan> {
    const given = this.#options;
    const isAuth = command === 'sessions';
    const redteam = isAuth ? this.#sources.redteam[0] : undefined;
    const ofAuth = { redteam, key: given.key };
    const { onProgress } = given;
    // What a pass over proc finds are no sessions.
    const ofProc = {
      ...{ key: undefined, failedLogons: undefined },
      ...(onProgress && { onProgress: (state: Progress) => onProgress({ ...state, sessions: undefined }) }),
    };
    const options = {
      ...given,
      ...{ inputs: this.#sources[isAuth ? 'auth' : 'proc'] },
      ...{ output: undefined, report: undefined, rejects: undefined },
      ...(isAuth ? ofAuth : ofProc),
    };
    return {
      plan: planSessions(command, options, needsOf(command, options)),
      options,
      leftOut: undefined,
      redteam: redteam === undefined ? undefined : await loadRedTeam(redteam, options),
    };
  }
}
