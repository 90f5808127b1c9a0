import { join } from 'node:path';
import type { Condition } from '../lists/filter.js';
import type { Scope } from '../lists/list-ref.js';
import type { Preparation } from './dashboard-data.js';
import type { Facts } from './facts.js';
import { columnSteps, hasRoom } from './index/build-columns.js';
import { ColumnFolder } from './index/column-file.js';
import { hourRows } from './index/group-rows.js';
import { IndexSource, scopeConditions, TUPLE_COLUMN } from './index/index-source.js';
import { RowSet } from './index/row-set.js';
import type { ConnectionPool } from './connection-pool.js';
import { numberMatch, textMatch } from './relation.js';
import { Parameters } from './statement.js';

/** Databases with fewer sessions answer at once as they are. */
const WORTH_INDEXING_SESSIONS = 200_000;

/** Above that the index would take gigabytes of the temporary folder. */
const MOST_SESSIONS = 60_000_000;

/**
 * The index of a database's sessions: their columns as numbers, in files beside. DuckDB takes tenths of a second to
 * sort five million sessions by a name, or to gather a hundred of them from all over its table; the index takes a few
 * hundredths. Until it is there, and when it can't be made, lists come from the database itself, and are the same.
 */
export class SessionIndex {
  readonly #facts: Facts;
  readonly #pool: ConnectionPool;
  readonly #folder: string;
  readonly #leastSessions: number;
  readonly #stopping = new AbortController();
  #source: IndexSource | null = null;
  #close: () => void = () => undefined;

  constructor(facts: Facts, pool: ConnectionPool, folder: string, leastSessions = WORTH_INDEXING_SESSIONS) {
    this.#facts = facts;
    this.#pool = pool;
    this.#folder = folder;
    this.#leastSessions = leastSessions;
  }

  /** The sessions, once they are indexed. */
  get source(): IndexSource | null {
    return this.#source;
  }

  /** Makes it, in the background. */
  async build(listener: (preparation: Preparation) => void): Promise<void> {
    const { signal } = this.#stopping;
    try {
      if (this.#isWorthIt()) await this.#make(signal, listener);
    } catch {
      // A full disk, ids with gaps: nothing is lost but speed. What is there of it would only take room.
      this.close();
    }
    if (!signal.aborted) listener({ done: 0, total: 0 });
  }

  #isWorthIt(): boolean {
    const { sessions } = this.#facts;
    return sessions >= this.#leastSessions && sessions <= MOST_SESSIONS && hasRoom(this.#folder, sessions);
  }

  async #make(signal: AbortSignal, listener: (preparation: Preparation) => void): Promise<void> {
    const folder = new ColumnFolder(join(this.#folder, 'columns'));
    this.#close = () => folder.close();
    const { steps, take } = columnSteps({ facts: this.#facts, pool: this.#pool, folder, signal });
    for (const [done, step] of steps.entries()) {
      listener({ done, total: steps.length });
      await step();
    }
    this.#source = new IndexSource(take(), this.#facts, {
      linked: (condition, asked) => this.#linked(condition, asked),
      lower: (text, asked) => this.#lower(text, asked),
    });
  }

  /** Sessions of a user or a computer by the hour of the day; null without the index. */
  hours(scope: Scope, signal: AbortSignal): Promise<number[][]> | null {
    const source = this.#source;
    if (source === null) return null;
    return source
      .rowSet(scopeConditions(scope, this.#facts), signal)
      .then((rows) => hourRows(source.columns, rows, signal));
  }

  /** Breaks off the making of it. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Closes its files. Nobody reads them any more. */
  close(): void {
    this.#source = null;
    this.#close();
    this.#close = () => undefined;
  }

  async #lower(text: string, signal: AbortSignal): Promise<string> {
    const parameters = new Parameters();
    const [row] = await this.#pool.rows({ sql: `SELECT lower(${parameters.add(text)})`, parameters }, signal);
    return String(row?.[0] ?? text);
  }

  // What only the database knows: in which sessions a process started, and which ones hold a red-team tuple.
  async #linked(condition: Condition, signal: AbortSignal): Promise<RowSet> {
    const rows = new RowSet(this.#facts.sessions);
    const parameters = new Parameters();
    const { column } = condition;
    if (column !== TUPLE_COLUMN && column !== 'process') return rows;
    const where =
      column === 'process'
        ? `db.session_processes WHERE ${textMatch('process_name')(condition, parameters)}`
        : `db.red_team_matches WHERE ${numberMatch('tuple_id')(condition, parameters)}`;
    const statement = { sql: `SELECT session_id::INTEGER FROM ${where}`, parameters };
    await this.#pool.integers(statement, signal, ([ids = new Int32Array(0)]) => {
      for (const id of ids) rows.add(id - 1);
    });
    return rows;
  }
}
