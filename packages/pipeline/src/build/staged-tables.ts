import { EDGE_START, NO_END, type Dictionary, type EventColumns } from '@cmsc/core';
import { openSink, type OutputSummary, type Sink, type TableSpec } from '@cmsc/store';
import { pickEvents } from '../label-table.js';
import type { RunContext, RunOutput } from '../run-output.js';
import type { EventBatch, PassBatch } from '../session-pass.js';
import { pickLabels, pickSessions } from '../session-selection.js';
import { sessionTable, toTableBatch } from '../session-table.js';
import { Activity } from './activity.js';

/** Paths of the temporary Parquet files that a pass leaves. */
export interface StagedFiles {
  /** Complete sessions or runs, sorted. */
  closed: string;
  /** Those without an end, sorted. */
  open: string;
  /** The starts themselves, in the order of the files; not wanted when undefined. */
  starts?: string;
}

/** Writes what comes out of the machine into temporary Parquet files, for the database to take up. */
export class StagedTables implements RunOutput {
  readonly closedEarly = false;
  readonly activity = new Activity();
  readonly #context: RunContext;
  readonly #closed: Sink;
  readonly #open: Sink;
  readonly #starts: Sink | undefined;

  private constructor(context: RunContext, sinks: { closed: Sink; open: Sink; starts: Sink | undefined }) {
    this.#context = context;
    this.#closed = sinks.closed;
    this.#open = sinks.open;
    this.#starts = sinks.starts;
  }

  /** Opens the files. */
  static async open(
    context: RunContext,
    files: StagedFiles,
    signal: AbortSignal | undefined,
  ): Promise<StagedTables> {
    const { plan, pass, dictionaries } = context;
    const origins = plan.origin === undefined ? undefined : dictionaries[plan.origin];
    const table = sessionTable(plan, { origins, labels: pass.labelled });
    const options = { format: 'parquet', signal };
    return new StagedTables(context, {
      closed: await openSink(files.closed, table, () => pass.keys, options),
      open: await openSink(files.open, table, () => pass.keys, options),
      starts: files.starts === undefined ? undefined : await openStarts(files.starts, context, options),
    });
  }

  async writeEvents(batch: EventBatch): Promise<void> {
    this.activity.add(batch.events);
    await this.writeLast(batch);
    if (this.#starts) await this.#writeStarts(this.#starts, batch.events);
  }

  async writeLast({ sessions, labels }: PassBatch): Promise<void> {
    const rows = Array.from({ length: sessions.length }, (_, row) => row);
    const open = rows.filter((row) => sessions.end[row] === NO_END);
    if (open.length === 0) return this.#write(this.#closed, { sessions, labels });
    const part = (chosen: number[]): PassBatch => ({
      sessions: pickSessions(sessions, chosen),
      labels: labels && pickLabels(labels, chosen),
    });
    await this.#write(this.#open, part(open));
    await this.#write(this.#closed, part(rows.filter((row) => sessions.end[row] !== NO_END)));
  }

  async finish(): Promise<OutputSummary[]> {
    await this.#closed.finish();
    await this.#open.finish();
    await this.#starts?.finish();
    return [];
  }

  async abort(): Promise<void> {
    await this.#closed.abort();
    await this.#open.abort();
    await this.#starts?.abort();
  }

  async #write(sink: Sink, { sessions, labels }: PassBatch): Promise<void> {
    const withOrigins = this.#context.plan.origin !== undefined;
    if (sessions.length > 0) await sink.write(toTableBatch(sessions, withOrigins, labels));
  }

  async #writeStarts(sink: Sink, events: EventColumns): Promise<void> {
    const rows: number[] = [];
    for (let row = 0; row < events.length; row++) if (events.edge[row] === EDGE_START) rows.push(row);
    const { length, time, ids } = pickEvents(events, rows);
    if (length > 0) await sink.write({ length, key: new Int32Array(length), columns: [time, ...ids] });
  }
}

function openStarts(path: string, { plan, dictionaries }: RunContext, options: object): Promise<Sink> {
  const names = plan.select.map((name, i) => ({
    name,
    type: 'name' as const,
    names: dictionaries[i] as Dictionary,
  }));
  const spec: TableSpec = {
    name: 'process_starts',
    key: [],
    columns: [{ name: 'time', type: 'int' }, ...names],
  };
  return openSink(path, spec, () => ({ size: 1, name: () => '' }), { ...options, order: 'close' });
}
