import { type Dictionary, type EventColumns, throwIfInterrupted } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import type { ColumnReader } from '@cmsc/loaders';
import { setImmediate } from 'node:timers/promises';
import { inputsOf, openEvents, type EventSource, type SourceOptions } from './event-source.js';
import { onlyAttacked, type LabelledRows } from './label-table.js';
import type { InputOptions, SessionRunOptions } from './options.js';
import { planRun, type RunPlan } from './plan-run.js';
import { giveUpRejects, openRejects, type Rejects } from './rejects.js';
import { reportedOptions } from './report.js';
import { SessionPass } from './session-pass.js';
import type { SessionPlan } from './session-plan.js';
import { selected, type SelectionOptions } from './session-rows.js';
import type {
  EventBatch,
  PassBatch,
  KeyedSessions,
  RunCommand,
  SessionSource,
  SourceFacts,
} from './session-source.js';
import { loadState, saveState, type LoadedState, type PassState } from './state/session-state.js';
import { excludedBy, unmetWarning } from './row-filter.js';

/** What a caller may want of a source besides. */
export interface SourceWishes {
  /** Whether every orphaned end and repeated start is to have a reason. */
  explain?: boolean;
  /** Takes the rows of the time window as they come, of every kind and before a filter for names keeps any out. */
  onRows?(events: EventColumns): void;
  /** Where bad rows go, when the caller keeps their file. */
  rejects?: Rejects;
}

/** A step of a pass: events that went through the machine, and the sessions that they bring out. */
export interface PassStep {
  /** Absent at the end of the input. */
  rows?: EventBatch;
  /** In one batch or several, each good until the next. */
  sessions: Iterable<PassBatch>;
}

/**
 * Opens the files of a run: what `sessions`, `processes` and `label` read on this machine.
 *
 * @param command what is run.
 * @param options what it was told.
 * @param needs what of it somebody reads.
 * @param needs.origins whether the origins of sessions (yes).
 * @throws CmscError as {@link planRun} does; BAD_STATE_FILE (data).
 */
export async function openFiles(
  command: RunCommand,
  options: SessionRunOptions,
  needs?: { origins: boolean },
): Promise<FileSource> {
  return FileSource.open(await planRun(command, options, needs));
}

/** Sessions of files: read, put through the machine and labelled on this machine. */
export class FileSource implements SessionSource {
  readonly inOrder = false;
  readonly dictionaries: readonly Dictionary[];
  readonly pass: SessionPass;
  readonly #run: RunPlan;
  readonly #wishes: SourceWishes;
  readonly #rejects: Rejects | undefined;
  readonly #reader: ColumnReader;
  /** What the progress of the reader is told with. */
  readonly #progress: { sessions: number };
  #state: PassState | undefined;

  private constructor(
    { run, wishes, rejects, carried, progress }: SourceParts,
    { reader, dictionaries }: EventSource,
  ) {
    const { plan, redteam } = run;
    const { user, computer } = run.options;
    this.#run = run;
    this.#wishes = wishes;
    this.#rejects = rejects;
    this.#reader = reader;
    this.#progress = progress;
    this.dictionaries = dictionaries;
    const names = { plan, dictionaries, user, computer };
    this.pass = new SessionPass({ ...names, carried, redteam: redteam?.index, explain: wishes.explain });
  }

  /**
   * Opens what a plan says.
   *
   * @throws CmscError BAD_STATE_FILE (data) for a state that it can't go on from; of kind io for bad rows that can't be kept.
   */
  static async open(run: RunPlan, wishes: SourceWishes = {}): Promise<FileSource> {
    const { plan, options } = run;
    const { stateIn, rejects: path, signal } = options;
    const carried =
      stateIn === undefined ? undefined : await loadState(stateIn, { plan, ...options }, signal);
    const rejects = wishes.rejects ?? (path === undefined ? undefined : await openRejects(path, options));
    try {
      const progress = { sessions: 0 };
      const parts = { run, wishes, rejects, carried, progress };
      return new FileSource(
        parts,
        await openEvents(plan.format, withSessions(options, progress), wanted(parts)),
      );
    } catch (error) {
      await rejects?.abort();
      throw error;
    }
  }

  get plan(): SessionPlan {
    return this.#run.plan;
  }

  get labelled(): boolean {
    return this.pass.outcomes !== undefined;
  }

  /** All events, with what they bring out. What a step brings out is gone when the next is asked for. */
  async *steps(): AsyncGenerator<PassStep> {
    const { onDebug, stateOut, to = Infinity } = this.#run.options;
    const reader = this.#reader;
    for await (const events of reader) {
      this.#wishes.onRows?.(events);
      const { sessions, ...rows } = this.pass.push(events);
      yield { rows, sessions };
      // Whatever is not looked at has to be counted all the same.
      for (const batch of sessions) void batch;
      this.#progress.sessions = this.pass.counts.sessions;
      await this.#rejects?.flush();
    }
    onDebug?.(`${this.plan.format.name}: read with the ${reader.reader}`);
    // What may still grow is the next run's, if there is to be one.
    if (stateOut !== undefined) this.#state = this.pass.save(reader.counts, reader.windowTime);
    const last = this.pass.finish(Math.min(reader.lastTime, to));
    if (!this.#state) yield { sessions: last };
    for (const batch of last) void batch;
  }

  sessions(selection: SelectionOptions): KeyedSessions {
    return { keys: this.pass.keys, batches: this.#sessions(selection) };
  }

  /** Sessions batch by batch. Where events bring out many, signals have to be heard in between. */
  async *inTurns(batches: Iterable<PassBatch>): AsyncGenerator<PassBatch> {
    let isFirst = true;
    for (const batch of batches) {
      if (!isFirst) await setImmediate();
      throwIfInterrupted(this.#run.options.signal);
      isFirst = false;
      yield batch;
    }
  }

  rows(onlyAttacks: boolean): LabelledRows {
    return {
      columns: this.plan.select,
      dictionaries: this.dictionaries,
      batches: this.#rows(onlyAttacks),
    };
  }

  async takeAll(): Promise<[]> {
    for await (const { sessions } of this.steps())
      for await (const batch of this.inTurns(sessions)) void batch;
    return [];
  }

  origin(): Pick<SourceFacts, 'options' | 'inputs'> {
    const { plan, options, redteam } = this.#run;
    return {
      options: reportedOptions(options, plan.rule),
      inputs: [...inputsOf(this.#reader), ...(redteam?.inputs ?? [])],
    };
  }

  async finish(): Promise<SourceFacts> {
    const { plan, options, leftOut } = this.#run;
    const { counts, dictionaries } = this.#reader;
    const outputs = (await this.#rejects?.finish()) ?? [];
    if (this.#state)
      await saveState(options.stateOut as string, { plan, ...options }, this.#state, dictionaries, options);
    const facts = { ledger: this.pass.ledger(counts), labels: this.pass.labelLedger() };
    // What a person may have meant otherwise: names that nobody has.
    for (const unmet of this.pass.unmetPatterns) options.onWarning?.(unmetWarning(plan.format.name, unmet));
    return {
      ...this.origin(),
      leftOut,
      outputs,
      ...facts,
    };
  }

  records(): TupleRecord[] {
    const isFiltered = excludedBy(this.#run.options);
    return this.pass.outcomes?.records({ key: this.plan.rule.key, isFiltered }) ?? [];
  }

  async close(error?: unknown): Promise<void> {
    if (error !== undefined && this.#rejects) await giveUpRejects(this.#rejects, error);
  }

  async *#sessions(selection: SelectionOptions): AsyncGenerator<PassBatch> {
    for await (const { sessions } of this.steps())
      for await (const batch of this.inTurns(sessions)) yield selected(batch, selection);
  }

  async *#rows(onlyAttacks: boolean): AsyncGenerator<EventBatch> {
    for await (const { rows } of this.steps()) if (rows) yield onlyAttacks ? onlyAttacked(rows) : rows;
  }
}

interface SourceParts {
  run: RunPlan;
  wishes: SourceWishes;
  rejects: Rejects | undefined;
  carried: LoadedState | undefined;
  progress: { sessions: number };
}

/** What is to be read for a run. */
function wanted({ run: { plan, options, redteam }, wishes, rejects, carried }: SourceParts): SourceOptions {
  const isAsked = wishes.onRows ?? options.user ?? options.computer;
  return {
    select: plan.select,
    // Rows that neither start nor end anything matter to name filters, which count them, and to the red team.
    others: plan.rows || isAsked !== undefined ? 'emit' : redteam ? { at: redteam.index.times } : 'count',
    failedLogons: plan.rule.failedLogons,
    dictionaries: carried?.dictionaries,
    previousTime: carried?.lastTime,
    continued: options.stateOut !== undefined,
    onReject: rejects?.onReject,
  };
}

function withSessions(options: InputOptions, progress: { sessions: number }): InputOptions {
  const { onProgress } = options;
  if (!onProgress) return options;
  return { ...options, onProgress: (state) => onProgress({ ...state, ...progress }) };
}
