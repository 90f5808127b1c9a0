import type { TupleRecord } from '@cmsc/labeling';
import { processJoinSql, processLedgerProblems, type ProcessLedger } from '@cmsc/sequences';
import type { DatabaseBuild, DatabaseRow, InputSummary, Manifest } from '@cmsc/store';
import { CMSC_VERSION } from '../report.js';
import type { SessionPass } from '../session-pass.js';
import type { SessionCommand } from '../session-plan.js';
import { runThroughMachine } from '../session-run.js';
import { TellingOutput } from './build-news.js';
import { anomalyRows, reasonRows } from './anomaly-rows.js';
import { stageNetworkTable } from './network-table.js';
import type { BuildOptions, BuildReport } from './run-build.js';
import {
  FIXED_TABLES,
  NETWORK_SELECTS,
  NO_PROCESS_RUNS,
  REDTEAM_HOSTS,
  redTeamMatchesSql,
  SCHEMA_VERSION,
} from './schema.js';
import type { Sources } from './sources.js';
import { StagedTables, type StagedFiles } from './staged-tables.js';

/** What is known of a database once it is full. */
export type BuildFacts = Omit<BuildReport, 'version' | 'command' | 'timing' | 'outputs'>;

/** A pass through the machine whose tables wait in temporary files. */
interface StagedPass extends StagedFiles {
  report: Manifest;
  pass: SessionPass;
  tables: StagedTables;
}

/** Fills a database, source by source. */
export class DatabaseContent {
  readonly #database: DatabaseBuild;
  readonly #sources: Sources;
  readonly #options: BuildOptions;
  readonly #inputs: { format: string; input: InputSummary }[] = [];

  constructor(database: DatabaseBuild, sources: Sources, options: BuildOptions) {
    this.#database = database;
    this.#sources = sources;
    this.#options = options;
  }

  /** Fills all tables. */
  async fill(): Promise<BuildFacts> {
    for (const sql of FIXED_TABLES) await this.#database.run(sql);
    const auth = await this.#stage('sessions', this.#sources.auth);
    const redteam = await this.#loadSessions(auth);
    const processes =
      this.#sources.proc.length > 0 ? await this.#stage('processes', this.#sources.proc) : undefined;
    const sequences = await this.#loadProcesses(processes, auth.report.options['key'] as string[]);
    for (const name of ['flows', 'dns'] as const) await this.#loadNetwork(name);
    await this.#describe(auth.report.options);
    return {
      options: auth.report.options,
      inputs: this.#inputs.map(({ input }) => input),
      ledger: auth.report.ledger,
      labels: auth.report.labels,
      processes: processes?.report.ledger,
      sequences,
      redteam,
    };
  }

  /** Runs files through the machine, into temporary tables. */
  async #stage(source: SessionCommand, inputs: string[]): Promise<StagedPass> {
    this.#options.onStep?.(source === 'sessions' ? 'logon sessions' : 'process runs');
    const files = {
      closed: await this.#database.scratchFile(`${source}.parquet`),
      open: await this.#database.scratchFile(`${source}-open.parquet`),
      starts: source === 'processes' ? await this.#database.scratchFile('starts.parquet') : undefined,
    };
    const options = this.#options;
    const isAuth = source === 'sessions';
    const redteam = isAuth ? this.#sources.redteam[0] : undefined;
    let staged: Pick<StagedPass, 'pass' | 'tables'> | undefined;
    const report = await runThroughMachine(
      {
        command: 'build',
        source,
        rows: false,
        explain: true,
        async openOutput(context) {
          const tables = await StagedTables.open(context, files, options.signal);
          staged = { pass: context.pass, tables };
          const { onNews } = options;
          return onNews ? new TellingOutput(tables, context, isAuth ? 'auth' : 'proc', onNews) : tables;
        },
      },
      {
        ...options,
        output: undefined,
        report: undefined,
        inputs,
        redteam,
        key: isAuth ? options.key : undefined,
      },
    );
    if (!staged) throw new Error('a run ended without an output');
    return { ...files, report, ...staged };
  }

  async #loadSessions({ closed, open, report, pass, tables }: StagedPass): Promise<TupleRecord[]> {
    const database = this.#database;
    const labels = report.labels ? '' : ', 0 AS label, []::INTEGER[] AS attack_times';
    await database.load(
      'sessions',
      closed,
      `file_row_number + 1 AS session_id, * EXCLUDE file_row_number${labels}`,
    );
    await database.load(
      'open_sessions',
      open,
      `* EXCLUDE (file_row_number, end_time, duration, logoffs)${labels}`,
    );
    const key = report.options['key'] as string[];
    const records = pass.book?.records({ key }) ?? [];
    await database.insert('redteam', records.map(redTeamRow));
    await database.run(REDTEAM_HOSTS);
    if (records.length > 0) await database.run(redTeamMatchesSql(key));
    await this.#note('auth', report, pass, tables);
    await database.insert(
      'ledger',
      Object.entries(report.labels ?? {}).map(([name, value]) => ['labels', name, value]),
    );
    return records;
  }

  async #loadProcesses(staged: StagedPass | undefined, key: string[]): Promise<ProcessLedger | undefined> {
    const database = this.#database;
    if (!staged) {
      await database.run(NO_PROCESS_RUNS);
      return undefined;
    }
    await database.load(
      'process_runs',
      staged.closed,
      'file_row_number + 1 AS run_id, * EXCLUDE file_row_number',
    );
    await this.#note('proc', staged.report, staged.pass, staged.tables);
    if (!key.includes('dst_user') || !key.includes('dst_machine')) return undefined;
    this.#options.onStep?.('processes in sessions');
    await database.load('process_starts', staged.starts as string);
    const join = processJoinSql();
    const [check] = await database.query(join.check);
    const isSimple = check?.['unsorted'] === 0 && check['tangled'] === 0;
    for (const sql of isSimple ? join.simple : join.general) await database.run(sql);
    await database.run(join.insert);
    const [ledger] = (await database.query(join.ledger)) as unknown as [ProcessLedger];
    const problems = processLedgerProblems(ledger);
    if (problems.length > 0) throw new Error(`a bug in cmsc: ${problems.join('; ')}`);
    await database.insert(
      'ledger',
      Object.entries(ledger).map(([name, value]) => ['sequences', name, value]),
    );
    await database.run('DROP TABLE process_starts');
    return ledger;
  }

  async #loadNetwork(name: 'flows' | 'dns'): Promise<void> {
    const inputs = this.#sources[name];
    if (inputs.length === 0) return;
    this.#options.onStep?.(name);
    const path = await this.#database.scratchFile(`${name}.parquet`);
    const table = await stageNetworkTable(name, { ...this.#options, inputs, rejects: undefined }, path);
    await this.#database.load(name, path, NETWORK_SELECTS[name]);
    this.#inputs.push(...table.inputs.map((input) => ({ format: name, input })));
    const counts = { rows: table.rows, rejected: table.rejected };
    await this.#database.insert(
      'ledger',
      Object.entries(counts).map(([count, value]) => [name, count, value]),
    );
    await this.#database.insert('activity', table.activity.rows(name));
  }

  /** Notes what is to be said of a pass: its ledger, its hours, its anomalies and its files. */
  async #note(
    source: 'auth' | 'proc',
    report: Manifest,
    pass: SessionPass,
    tables: StagedTables,
  ): Promise<void> {
    const database = this.#database;
    this.#inputs.push(...report.inputs.map((input) => ({ format: source, input })));
    await database.insert(
      'ledger',
      Object.entries(report.ledger).map(([name, value]) => [source, name, value]),
    );
    await database.insert('ledger', reasonRows(source, pass));
    await database.insert('activity', tables.activity.rows(source));
    await database.insert('anomalies', anomalyRows(source, pass, (report.options['key'] as string[]).length));
  }

  async #describe(options: Record<string, unknown>): Promise<void> {
    const files = this.#inputs.map(({ format, input: { path, bytes, sha256, rows } }): DatabaseRow => [
      format,
      path,
      bytes,
      sha256,
      rows,
    ]);
    await this.#database.insert('inputs', files);
    await this.#database.insert(
      'options',
      Object.entries(options).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    await this.#database.insert('meta', [[SCHEMA_VERSION, CMSC_VERSION]]);
  }
}

function redTeamRow(record: TupleRecord, number: number): DatabaseRow {
  const {
    attack_time,
    src_user,
    src_machine,
    dst_machine,
    rows,
    match,
    fate,
    exactRows,
    originRows,
    sessions,
  } = record;
  const codes = record.losses.map(({ code }) => code);
  const reasons = record.losses.map(({ text }) => text);
  const place = [number + 1, attack_time, src_user, src_machine, dst_machine, rows];
  return [...place, match, fate, exactRows, originRows, sessions, codes, reasons];
}
