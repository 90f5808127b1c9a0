import type { Ledger, SessionRule } from '@cmsc/core';
import { type ClickHouseCluster, totalOf } from '../connection/cluster.js';
import type { ExtractionLabels } from '../labels/tuple-tallies.js';
import type { EventKind } from '../load/event-kind.js';
import { type NodeShare, sharesOf } from '../load/stored-events.js';
import { type KeepOptions, keepSessions } from './keep-sessions.js';
import { NodesSessionStream, type SessionStream, type StreamOptions } from './session-stream.js';
import type { ChosenForm } from '../sql/choose-form.js';
import { keySql } from '../sql/session-form.js';
import { type SessionSelection, sessionsSql, type SessionTables } from '../sql/session-sql.js';

/** Times of the first event that passed the filter, and of the last one inside the window, seconds; -1 without events. */
export interface EventSpan {
  /** The same as `last` when no event passed the filter. */
  first: number;
  /**
   * Of all events until the window ends, also those that a filter for names kept out. Open sessions reach to
   * it.
   */
  last: number;
}

/** What is known of an extraction besides its sessions. */
export interface ExtractionFacts {
  ledger: Ledger;
  form: ChosenForm;
  span: EventSpan;
  labels?: ExtractionLabels;
}

/** Sessions that lie on the nodes, in temporary tables, until this is closed. */
export interface Extraction {
  /** What its sessions are. */
  readonly rule: SessionRule;
  /** Where every row went. */
  readonly ledger: Ledger;
  /** How the sessions were worked out, and why so. */
  readonly form: ChosenForm;
  /** The time that the events cover. */
  readonly span: EventSpan;
  /** There when there is a red team. */
  readonly labels: ExtractionLabels | undefined;
  /**
   * How many sessions a selection has.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  count(selection?: SessionSelection): Promise<number>;
  /**
   * How keys, and the starts and ends under them, are spread over the nodes.
   *
   * @throws CmscError ENGINE_FAILED or INTERRUPTED.
   */
  shares(): Promise<NodeShare[]>;
  /** The sessions in order: by key, by start, by order of emission. */
  read(options?: StreamOptions): SessionStream;
  /**
   * Keeps the sessions in a table of the cluster, complete or not at all.
   *
   * @returns how many there are.
   * @throws CmscError OUTPUT_EXISTS when there is such a table and it may not be replaced; ENGINE_FAILED or INTERRUPTED.
   */
  keep(table: string, options?: KeepOptions): Promise<number>;
  /** Removes the temporary tables. */
  close(): Promise<void>;
}

/** An {@link Extraction} on the nodes of a cluster. */
export class ClusterExtraction implements Extraction {
  readonly rule: SessionRule;
  readonly ledger: Ledger;
  readonly form: ChosenForm;
  readonly span: EventSpan;
  readonly labels: ExtractionLabels | undefined;
  readonly #cluster: ClickHouseCluster;
  readonly #kind: EventKind;
  readonly #tables: SessionTables;

  constructor(cluster: ClickHouseCluster, kind: EventKind, tables: SessionTables, facts: ExtractionFacts) {
    this.#cluster = cluster;
    this.#kind = kind;
    this.#tables = tables;
    this.rule = tables.rule;
    this.ledger = facts.ledger;
    this.form = facts.form;
    this.span = facts.span;
    this.labels = facts.labels;
  }

  count(selection: SessionSelection = {}): Promise<number> {
    return totalOf(this.#cluster, `SELECT count() FROM (${sessionsSql(this.#unlabelled, selection)})`);
  }

  shares(): Promise<NodeShare[]> {
    const { runs, rule } = this.#tables;
    return sharesOf(
      this.#cluster,
      `SELECT sum(starts + ends) AS events FROM ${runs.name} GROUP BY ${keySql(rule)}`,
    );
  }

  read(options: StreamOptions = {}): SessionStream {
    return new NodesSessionStream(this.#cluster, this.#kind, this.#tables, options);
  }

  keep(table: string, options: KeepOptions = {}): Promise<number> {
    return keepSessions(this.#cluster, this.#kind, this.#tables, table, options);
  }

  async close(): Promise<void> {
    await this.#tables.runs.drop();
    await this.#tables.redteam?.drop();
  }

  get #unlabelled(): SessionTables {
    const { runs, rule, lastTime } = this.#tables;
    return { runs, rule, lastTime };
  }
}
