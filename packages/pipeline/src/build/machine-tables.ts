import { NO_END, type EventColumns } from '@cmsc/core';
import type { DatabaseBuild, OutputSummary, SortedRows, TableBatch, TableRows } from '@cmsc/store';
import type { RunContext, RunOutput } from '../run-output.js';
import type { EventBatch, PassBatch } from '../session-pass.js';
import { pickLabels, pickSessions, selectSessions } from '../session-selection.js';
import { noLabels, sessionTable, toTableBatch } from '../session-table.js';
import { NOT_OF_OPEN } from './schema.js';

/** What comes of a pass through the machine, besides its tables. */
export interface MachineTablesOptions {
  /** The table of complete sessions or runs, and the column that numbers them. */
  table: string;
  rowNumber: string;
  /** The table of those without an end, if there is to be one. */
  openTable?: string;
  /** Takes the events as they come. */
  onEvents?: (events: EventColumns) => Promise<void> | void;
  /** Takes the rows of both kinds, sorted; `first` is the number of the first, undefined for those without an end. */
  onRows?: (batch: TableBatch, first: number | undefined) => Promise<void> | void;
}

/** Sorts what comes out of the machine, and makes tables of it when all is there. */
export class MachineTables implements RunOutput {
  readonly closedEarly = false;
  readonly #context: RunContext;
  readonly #database: DatabaseBuild;
  readonly #options: MachineTablesOptions;
  readonly #isAuth: boolean;
  readonly #closed: SortedRows;
  readonly #open: SortedRows | undefined;

  constructor(context: RunContext, database: DatabaseBuild, options: MachineTablesOptions) {
    const { plan, pass, dictionaries } = context;
    this.#context = context;
    this.#database = database;
    this.#options = options;
    this.#isAuth = plan.command === 'sessions';
    const origins = plan.origin === undefined ? undefined : dictionaries[plan.origin];
    const spec = sessionTable(plan, { origins, labels: this.#isAuth });
    this.#closed = database.sortedRows(spec, () => pass.keys);
    if (options.openTable || options.onRows) this.#open = database.sortedRows(spec, () => pass.keys);
  }

  async writeEvents(batch: EventBatch): Promise<void> {
    await this.#options.onEvents?.(batch.events);
  }

  async writeSessions({ sessions, labels }: PassBatch): Promise<void> {
    const open: number[] = [];
    for (let row = 0; row < sessions.length; row++) if (sessions.end[row] === NO_END) open.push(row);
    if (open.length === 0) return this.#add(this.#closed, { sessions, labels });
    const part = (rows: readonly number[]): PassBatch => ({
      sessions: pickSessions(sessions, rows),
      labels: labels && pickLabels(labels, rows),
    });
    if (this.#open) await this.#add(this.#open, part(open));
    const closed = selectSessions(sessions, { keepOpen: false, minDurationSeconds: 0 }) ?? [];
    await this.#add(this.#closed, part(closed));
  }

  async finish(): Promise<OutputSummary[]> {
    const { table, rowNumber, openTable, onRows } = this.#options;
    const closed = tapped(this.#closed, (batch, first) => onRows?.(batch, first));
    await this.#database.fill(table, closed, { rowNumber });
    if (!this.#open) return [];
    const open = tapped(this.#open, (batch) => onRows?.(batch, undefined));
    if (openTable === undefined) for await (const batch of open.inOrder()) void batch;
    else await this.#database.fill(openTable, open, { without: NOT_OF_OPEN });
    return [];
  }

  async abort(): Promise<void> {
    await this.#closed.close();
    await this.#open?.close();
  }

  #add(rows: SortedRows, { sessions, labels }: PassBatch): Promise<void> | void {
    if (sessions.length === 0) return;
    const withOrigins = this.#context.plan.origin !== undefined;
    return rows.add(
      toTableBatch(sessions, withOrigins, this.#isAuth ? (labels ?? noLabels(sessions.length)) : undefined),
    );
  }
}

/** Rows that are shown to somebody on their way. */
function tapped(
  rows: SortedRows,
  tap: (batch: TableBatch, first: number) => Promise<void> | void,
): TableRows {
  return {
    spec: rows.spec,
    keys: rows.keys,
    async *inOrder() {
      let first = 1;
      for await (const batch of rows.inOrder()) {
        await tap(batch, first);
        first += batch.length;
        yield batch;
      }
    },
  };
}
