import type { Dictionary, SessionColumns } from '@cmsc/core';
import type { SessionLabels } from '@cmsc/labeling';
import { openSink, type KeyNames, type OutputSummary, type Sink } from '@cmsc/store';
import { groupedTable, SessionGroups } from './grouped-table.js';
import type { SessionsOptions } from './options.js';
import { NO_OUTPUT, type RunOutput } from './run-output.js';
import type { PassBatch } from './session-pass.js';
import { pickLabels, pickSessions, selectSessions } from './session-selection.js';
import type { SessionPlan } from './session-plan.js';
import { sessionTable, toTableBatch } from './session-table.js';

/** What an output of sessions has to know of its run: one through the machine, or one on a cluster. */
export interface SessionContext {
  plan: SessionPlan;
  pass: { readonly keys: KeyNames; readonly labelled: boolean };
  /** The dictionary of each column of `plan.select`. */
  dictionaries: readonly Dictionary[];
}

/** Opens the output that the options ask for: a table of sessions, one grouped by key, or none at all. */
export async function openSessionOutput(
  options: SessionsOptions,
  context: SessionContext,
): Promise<RunOutput> {
  if (options.output === undefined) return NO_OUTPUT;
  const { plan, pass, dictionaries } = context;
  const origins = plan.origin === undefined ? undefined : dictionaries[plan.origin];
  const table = options.grouped ? groupedTable(plan) : sessionTable(plan, { origins, labels: pass.labelled });
  const { format, order, force, signal, threads } = options;
  const sink = await openSink(options.output, table, () => pass.keys, {
    format,
    order,
    force,
    signal,
    threads,
  });
  if (options.grouped) return new GroupedOutput(options, sink, () => pass.keys.size);
  return new TableOutput(options, sink, origins !== undefined);
}

/** Filters sessions on their way to a sink. */
abstract class SelectedOutput implements RunOutput {
  readonly #selection: { keepOpen: boolean; minDurationSeconds: number };
  protected readonly sink: Sink;

  constructor({ keepOpen = false, minDurationSeconds = 0 }: SessionsOptions, sink: Sink) {
    this.#selection = { keepOpen, minDurationSeconds };
    this.sink = sink;
  }

  get closedEarly(): boolean {
    return this.sink.closedEarly;
  }

  async writeEvents(): Promise<void> {}

  async writeSessions({ sessions, labels }: PassBatch): Promise<void> {
    if (sessions.length === 0) return;
    const rows = selectSessions(sessions, this.#selection);
    if (rows === undefined) return this.add(sessions, labels);
    if (rows.length > 0) await this.add(pickSessions(sessions, rows), labels && pickLabels(labels, rows));
  }

  abort(): Promise<void> {
    return this.sink.abort();
  }

  abstract finish(): Promise<OutputSummary[]>;
  protected abstract add(sessions: SessionColumns, labels: SessionLabels | undefined): Promise<void>;
}

/** One row a session. */
class TableOutput extends SelectedOutput {
  readonly #withOrigins: boolean;

  constructor(options: SessionsOptions, sink: Sink, withOrigins: boolean) {
    super(options, sink);
    this.#withOrigins = withOrigins;
  }

  async finish(): Promise<OutputSummary[]> {
    return [await this.sink.finish()];
  }

  protected async add(sessions: SessionColumns, labels: SessionLabels | undefined): Promise<void> {
    await this.sink.write(toTableBatch(sessions, this.#withOrigins, labels));
  }
}

/** One row a key. */
class GroupedOutput extends SelectedOutput {
  readonly #groups = new SessionGroups();
  readonly #keys: () => number;

  constructor(options: SessionsOptions, sink: Sink, keys: () => number) {
    super(options, sink);
    this.#keys = keys;
  }

  async finish(): Promise<OutputSummary[]> {
    for (const batch of this.#groups.batches(this.#keys())) await this.sink.write(batch);
    return [await this.sink.finish()];
  }

  protected async add(sessions: SessionColumns): Promise<void> {
    this.#groups.add(sessions);
  }
}
