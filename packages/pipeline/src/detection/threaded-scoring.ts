import { AUTH_COLUMNS, putTogether, type AuthColumn, type Dictionary, type ErrorParts } from '@cmsc/core';
import type {
  LogonColumns,
  LogonDictionaries,
  ScoredBlock,
  ScoredUnits,
  ScorerOptions,
  ScoringPass,
} from '@cmsc/detection';
import { ToldNames, SharedSlots, Thread, type NewNames, type SlotMemory } from '@cmsc/loaders';
import { makeScoreSlots, rowsOf, SCORE_SLOTS, slotOf, type ScoreSlot } from './score-slots.js';

const SCORE_WORKER = new URL('./score-worker.js', import.meta.url);

/** What a scoring thread is told at its start. Dictionaries are its own. */
export interface ScoreTask {
  /** Its scorers, and the column of each one's scores. */
  scorers: { name: string; column: number }[];
  options: Omit<ScorerOptions, 'dictionaries'>;
  /** The dictionary of each column of auth: several have one in common. */
  dictionaryNames: Record<AuthColumn, string>;
  memory: SlotMemory<ScoreSlot>;
}

/** The names that are new in the next slot, which it is asked to score. */
export type ScoreRequest = NewNames;

/** What it says: that the next slot is scored, and what each scorer holds by now. */
export type ScoreMessage =
  { type: 'scored'; entries: Record<string, number> } | { type: 'failed'; error: ErrorParts };

/**
 * A scoring whose costliest scorers have a thread of their own: while it scores some rows, this thread scores the next by the others, and
 * hands out those before. The same units come out as from `ScoringPass.push`.
 */
export class ThreadedScoring {
  /** For each scorer of the other thread what it holds. */
  entries: Readonly<Record<string, number>> = {};
  readonly #pass: ScoringPass;
  readonly #told: ToldNames;
  readonly #task: ScoreTask;
  readonly #slots: SharedSlots<ScoreSlot>;
  /** Slots that the other thread has, or has scored. */
  #underWay = 0;

  /** @param pass leaves some scorers to another thread. */
  constructor(pass: ScoringPass) {
    const { dictionaries, ...options } = pass.scorerOptions;
    const dictionaryNames = sharedNames(dictionaries);
    const memory = makeScoreSlots(pass.scorers.length);
    this.#pass = pass;
    this.#told = new ToldNames(byName(dictionaries, dictionaryNames));
    this.#slots = new SharedSlots(memory);
    const scorers = pass.apart.map((name) => ({ name, column: pass.scorers.indexOf(name) }));
    this.#task = { scorers, options, dictionaryNames, memory };
  }

  /**
   * The units of rows; each batch is good until the next is asked for.
   *
   * @throws CmscError what the scorers throw; WORKER_DIED (io) when the thread ends before its time.
   */
  async *units(batches: AsyncIterable<LogonColumns>): AsyncGenerator<ScoredUnits> {
    const thread = new Thread<ScoreMessage>(SCORE_WORKER, { does: 'scores', data: this.#task });
    try {
      for await (const rows of batches)
        for (const block of this.#pass.blocks(rows)) yield* this.#add(thread, block);
      this.#send(thread);
      while (this.#underWay > 0) yield* this.#handOut(thread);
      yield* this.#pass.finish();
    } finally {
      await thread.end();
    }
  }

  async *#add(thread: Thread<ScoreMessage>, block: ScoredBlock): AsyncGenerator<ScoredUnits> {
    if (!this.#slots.fits(block.rows.length)) {
      this.#send(thread);
      if (this.#underWay === SCORE_SLOTS) yield* this.#handOut(thread);
    }
    this.#slots.append(slotOf(block), block.rows.length);
  }

  #send(thread: Thread<ScoreMessage>): void {
    this.#slots.pass();
    this.#underWay++;
    const request: ScoreRequest = this.#told.take();
    thread.post(request);
  }

  /** Hands out the slot that has been under way for longest. */
  async *#handOut(thread: Thread<ScoreMessage>): AsyncGenerator<ScoredUnits> {
    const message = await thread.take();
    if (message.type === 'failed') throw putTogether(message.error);
    this.entries = message.entries;
    const { columns, length } = this.#slots.take();
    yield* this.#pass.handOut(rowsOf(columns, length));
    this.#slots.release();
    this.#underWay--;
  }
}

/** For each column the first one that has the same dictionary. */
function sharedNames(dictionaries: LogonDictionaries): ScoreTask['dictionaryNames'] {
  const first = (column: AuthColumn) =>
    AUTH_COLUMNS.find((other) => dictionaries[other] === dictionaries[column]) ?? column;
  const entries = AUTH_COLUMNS.map((column) => [column, first(column)] as const);
  return Object.fromEntries(entries) as ScoreTask['dictionaryNames'];
}

function byName(
  dictionaries: ScorerOptions['dictionaries'],
  names: ScoreTask['dictionaryNames'],
): Record<string, Dictionary> {
  return Object.fromEntries(AUTH_COLUMNS.map((column) => [names[column], dictionaries[column]]));
}
