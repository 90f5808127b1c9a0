import type { DatabaseBuild, SortedRows, TableBatch, TableRows } from '@cmsc/store';
import type { RunPlan } from '../plan-run.js';
import type { Rejects } from '../rejects.js';
import type { RunPhases } from '../run-phases.js';
import type { PassBatch } from '../session-source.js';
import type { SessionPlan } from '../session-plan.js';
import type { BuildWorker, PassTables } from './build-content.js';
import type { SessionProcesses } from './session-processes.js';
import { type AnomalyCounts, type EventColumns, NO_END } from '@cmsc/core';
import { FileSource } from '../file-source.js';
import { builtBatch, builtTable, picked } from '../session-rows.js';
import { Activity, anomalyRows, reasonRows } from './small-tables.js';
import { type BuildFindings, PassFindings } from './build-findings.js';

/** What looks at a pass on its way into tables. */
export interface PassWatch {
  /** Takes the events as they come. */
  onEvents?: (events: EventColumns) => void;
  /** Takes the rows of both tables, sorted; `first` is the number of the first, undefined for those without an end. */
  onRows?: (batch: TableBatch, first: number | undefined) => void;
}

/** What a build on this machine does of its own. */
export interface FileWorkerOptions {
  database: DatabaseBuild;
  /** Takes the bad rows of all files. */
  rejects: Rejects;
  /** Is shown sessions and process starts. */
  processes: SessionProcesses;
  /** Is told how far the passes are. */
  phases: RunPhases;
  onFindings?: ((findings: BuildFindings) => void) | undefined;
}

/** Works out the sessions and process runs of a build on this machine. */
export class FileWorker implements BuildWorker<FileSource> {
  /** Why ends are orphaned, and starts repeated. */
  readonly anomalies: { auth?: AnomalyCounts; proc?: AnomalyCounts } = {};
  readonly #options: FileWorkerOptions;
  #activity = new Activity();

  constructor(options: FileWorkerOptions) {
    this.#options = options;
  }

  open(run: RunPlan): Promise<FileSource> {
    const activity = (this.#activity = new Activity());
    const { rejects, phases } = this.#options;
    phases.begin(run.plan.command === 'sessions' ? 'reading auth' : 'reading proc');
    return FileSource.open(run, { explain: true, onRows: (events) => activity.add(events), rejects });
  }

  /** Goes through all events, and sorts what comes out. */
  async tables(source: FileSource): Promise<PassTables> {
    const { database, processes, phases, onFindings } = this.#options;
    const isAuth = source.plan.command === 'sessions';
    const spec = builtTable(source);
    const { keys } = source.pass;
    const sorted = { complete: database.sortedRows(spec, keys), open: database.sortedRows(spec, keys) };
    const watch: PassWatch = isAuth ? processes.sessionsOf(source) : processes.startsOf(source);
    const findings = onFindings && new PassFindings(source, isAuth ? 'auth' : 'proc', onFindings);
    for await (const { rows, sessions } of source.steps()) {
      if (rows) {
        watch.onEvents?.(rows.events);
        findings?.add(rows);
      }
      for await (const batch of source.inTurns(sessions)) addSessions(sorted, batch, source.plan);
    }
    phases.begin(isAuth ? 'writing sessions' : 'writing process runs');
    const { rows } = sorted.complete;
    const show = (batch: TableBatch, first: number): void => {
      phases.did(first + batch.length - 1, rows);
      watch.onRows?.(batch, first);
    };
    return {
      complete: watched(sorted.complete, show),
      open: watched(sorted.open, (batch) => watch.onRows?.(batch, undefined)),
    };
  }

  async note({ pass, plan }: FileSource, name: 'auth' | 'proc'): Promise<void> {
    const { database } = this.#options;
    await database.insert('ledger', reasonRows(name, pass));
    await database.insert('activity', this.#activity.rows(name));
    await database.insert('anomalies', anomalyRows(name, pass, plan.rule.key.length));
    this.anomalies[name] = pass.anomalies?.counts() as AnomalyCounts;
  }
}

/** Adds sessions to those that are complete, or to those without an end. */
function addSessions(
  { complete, open }: Record<'complete' | 'open', SortedRows>,
  batch: PassBatch,
  plan: SessionPlan,
): void {
  const { length, end } = batch.sessions;
  const withEnd: number[] = [];
  const without: number[] = [];
  for (let row = 0; row < length; row++) (end[row] === NO_END ? without : withEnd).push(row);
  if (without.length === 0) return add(complete, batch, plan);
  add(open, picked(batch, without), plan);
  add(complete, picked(batch, withEnd), plan);
}

function add(rows: SortedRows, batch: PassBatch, plan: SessionPlan): void {
  if (batch.sessions.length > 0) rows.add(builtBatch(batch, plan));
}

/** Rows that are shown to somebody on their way. */
function watched(
  { spec, keys, batches }: TableRows,
  show: (batch: TableBatch, first: number) => void,
): TableRows {
  async function* shown() {
    let first = 1;
    for await (const batch of batches) {
      show(batch, first);
      first += batch.length;
      yield batch;
    }
  }
  return { spec, keys, batches: shown() };
}
