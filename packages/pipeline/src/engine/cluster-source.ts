import type { AttackedRow, TupleRecord } from '@cmsc/labeling';
import type { LabelledRows } from '../label-table.js';
import type { SessionRunOptions } from '../options.js';
import type { RedTeam } from '../red-team.js';
import type { SessionPlan } from '../session-plan.js';
import type { SelectionOptions } from '../session-rows.js';
import type {
  EventBatch,
  PassBatch,
  KeyedSessions,
  OpenSource,
  SessionSource,
  SourceFacts,
} from '../session-source.js';
import { type EngineOptions, refuseLocalOptions } from './engine-options.js';
import {
  AUTH_EVENTS,
  type ClickHouseCluster,
  type EventFilter,
  type Extraction,
  extractSessions,
  labelEvents,
  type LabelledBatch,
  type SessionStream,
} from '@cmsc/clickhouse';
import { CmscError, Dictionary, type RedTeamEvent } from '@cmsc/core';
import type { KeyNames } from '@cmsc/store';
import { planRun, type RunPlan } from '../plan-run.js';
import { reportedOptions } from '../report.js';
import { excludedBy } from '../row-filter.js';
import { connectEngine, engineFiles } from './connect-engine.js';
import { engineOutcomes, engineFacts, given } from './engine-facts.js';
import { type EngineEvents, findEvents } from './find-events.js';

/** Where sessions are to stay in the cluster, besides. */
export interface KeepOptions extends Partial<SelectionOptions> {
  /** A table. */
  keep?: string | undefined;
}

interface ClusterOptions extends KeepOptions {
  fromTable?: boolean | undefined;
  /** Called when the source is closed. */
  onClosed?: () => Promise<void>;
}

/**
 * Opens runs on a cluster: files are loaded where they are not there yet.
 *
 * @throws CmscError as `planRun` does; BAD_OPTION (usage) for what a cluster can't do; ENGINE_FAILED (io).
 */
export function onCluster(engine: EngineOptions, keep: KeepOptions = {}): OpenSource {
  return async (command, options) => {
    refuseLocalOptions(options);
    const others = engineFiles(engine);
    const run = await planRun(command, options, { others, isTable: engine.fromTable });
    if (run.options.source !== undefined) throw notOnCluster(run.options.source);
    const cluster = await connectEngine(engine, options);
    return new ClusterSource(cluster, run, {
      ...keep,
      fromTable: engine.fromTable,
      onClosed: () => cluster.close(),
    });
  };
}

/** What a cluster has worked out: sessions and labels that lie on its nodes. */
interface Worked {
  events: EngineEvents;
  extraction: Extraction;
}

/** Sessions and labels that a cluster works out. The first who asks for anything of them waits until it has. */
export class ClusterSource implements SessionSource {
  readonly inOrder = true;
  readonly dictionaries: readonly Dictionary[];
  readonly #cluster: ClickHouseCluster;
  readonly #run: RunPlan;
  readonly #options: ClusterOptions;
  #worked: Worked | undefined;

  constructor(cluster: ClickHouseCluster, run: RunPlan, options: ClusterOptions = {}) {
    this.#cluster = cluster;
    this.#run = run;
    this.#options = options;
    this.dictionaries = run.plan.select.map(() => new Dictionary());
  }

  get plan(): SessionPlan {
    return this.#run.plan;
  }

  get labelled(): boolean {
    return this.#run.redteam !== undefined;
  }

  sessions(selection: SelectionOptions): KeyedSessions {
    const keys = new StreamKeys();
    return { keys, batches: this.#sessions(selection, keys) };
  }

  rows(onlyAttacks: boolean): LabelledRows {
    const { columns } = AUTH_EVENTS;
    const dictionaries = columns.map(() => new Dictionary());
    return { columns, dictionaries, batches: this.#rows(dictionaries, onlyAttacks) };
  }

  /** Nothing has to be taken from a cluster for it to be worked out. */
  async takeAll(): Promise<[]> {
    await this.#work();
    return [];
  }

  origin(): Pick<SourceFacts, 'options' | 'inputs'> {
    const { plan, options, redteam } = this.#run;
    const events = this.#worked?.events.inputs ?? [];
    return { options: reportedOptions(options, plan.rule), inputs: [...events, ...(redteam?.inputs ?? [])] };
  }

  async finish(): Promise<SourceFacts> {
    const { options } = this.#run;
    const { events, extraction } = await this.#work();
    const { keep: table, keepOpen = false, minDurationSeconds = 0 } = this.#options;
    const { force = false } = options;
    const kept = table !== undefined && {
      table,
      rows: await extraction.keep(table, { keepOpen, minDurationSeconds, force }),
    };
    return {
      ...this.origin(),
      leftOut: this.#run.leftOut,
      outputs: [],
      ledger: extraction.ledger,
      labels: extraction.labels?.ledger,
      engine: { ...(await engineFacts(this.#cluster, events, extraction)), ...(kept && { kept }) },
    };
  }

  records(): TupleRecord[] {
    const { plan, options, redteam } = this.#run;
    if (!redteam || !this.#worked) return [];
    const outcomes = engineOutcomes(redteam.index, this.#worked.extraction);
    return outcomes.records({ key: plan.rule.key, isFiltered: excludedBy(options) });
  }

  async close(): Promise<void> {
    try {
      await this.#worked?.extraction.close();
    } finally {
      await this.#options.onClosed?.();
    }
  }

  async #work(): Promise<Worked> {
    if (this.#worked) return this.#worked;
    const { plan, options, redteam } = this.#run;
    const events = await findEvents(this.#cluster, plan, options, this.#options);
    const extraction = await extractSessions(this.#cluster, events.source, {
      rule: plan.rule,
      filter: filterOf(options),
      ...(redteam && { redteam: rowsOf(redteam) }),
    });
    return (this.#worked = { events, extraction });
  }

  async *#sessions(selection: SelectionOptions, keys: StreamKeys): AsyncGenerator<PassBatch> {
    const { extraction } = await this.#work();
    const dictionaryOf = (column: string) =>
      this.dictionaries[this.plan.select.indexOf(column)] ?? new Dictionary();
    const stream = (keys.stream = extraction.read({ ...selection, dictionaryOf }));
    for await (const { labels, ...sessions } of stream.batches) yield { sessions, ...(labels && { labels }) };
  }

  async *#rows(dictionaries: readonly Dictionary[], onlyAttacks: boolean): AsyncGenerator<EventBatch> {
    const { options, redteam } = this.#run;
    const { events } = await this.#work();
    const labelled = labelEvents(this.#cluster, events.source, redteam ? rowsOf(redteam) : [], {
      filter: filterOf(options),
      onlyAttacks,
      dictionaryOf: (column) => dictionaries[AUTH_EVENTS.columns.indexOf(column)] as Dictionary,
    });
    for await (const batch of labelled.batches) yield { events: batch.events, attacked: attackedRows(batch) };
  }
}

function attackedRows({ events, redteamRows }: LabelledBatch): AttackedRow[] {
  const attacked: AttackedRow[] = [];
  for (let row = 0; row < events.length; row++) {
    const rows = redteamRows[row] as number;
    if (rows > 0) attacked.push({ row, redteamRows: rows });
  }
  return attacked;
}

/** The rows of the red-team file. */
function rowsOf({ index }: RedTeam): RedTeamEvent[] {
  return index.rowTuples.map((tuple) => index.tuples[tuple] as RedTeamEvent);
}

/** The filter that the options ask for. */
function filterOf({ from, to, user, computer }: SessionRunOptions): EventFilter {
  return given({ from, to, user, computer });
}

function notOnCluster(source: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `${source} does not go with --engine`, {
    hint: 'a cluster takes files of CMSC: leave --engine away',
  });
}

/** The keys of the sessions that have come so far from a cluster. */
export class StreamKeys implements KeyNames {
  /** Those sessions, as soon as there are some. */
  stream: SessionStream | undefined;

  /** Number of keys so far. */
  get size(): number {
    return this.stream?.keys.size ?? 0;
  }

  /** The text of a key column of a key. */
  name(column: number, key: number): string {
    const { keys, dictionaries } = this.stream as SessionStream;
    return (dictionaries[column] as Dictionary).name(keys.column(column)[key] as number);
  }
}
