import { AUTH_COLUMNS, putTogether, type AuthColumn, type Dictionary } from '@cmsc/core';
import type {
  LogonColumns,
  LogonDictionaries,
  ScoredBlock,
  ScoredUnits,
  ScorerOptions,
  ScoringPass,
} from '@cmsc/detection';
import { Worker } from 'node:worker_threads';
import { Mailbox, type ScoreMessage, type ScoreRequest, type ScoreTask, NameNews } from './messages.js';
import { makeScoreSlot, ScoreSlot } from './score-slot.js';
import { workerDied, workerFile } from './worker-file.js';

/** Slots under way between this thread and the scoring one. */
const SLOTS = 4;

const SCORE_WORKER = workerFile('score-worker.js');

/**
 * A scoring whose costliest scorers have a thread of their own: while it scores some rows, this thread scores the next by the others, and
 * hands out those before. The same units come out as from `ScoringPass.push`.
 */
export class ThreadedScoring {
  /** For each scorer of the other thread what it holds. */
  entries: Readonly<Record<string, number>> = {};
  readonly #pass: ScoringPass;
  readonly #news: NameNews;
  readonly #task: ScoreTask;
  readonly #slots: readonly ScoreSlot[];
  readonly #mailbox = new Mailbox<ScoreMessage>();
  /** The slot that is being filled; those before it, as many as are under way, are the other thread's. */
  #next = 0;
  #underWay = 0;

  /** @param pass leaves some scorers to another thread. */
  constructor(pass: ScoringPass) {
    const { dictionaries, ...options } = pass.scorerOptions;
    const dictionaryNames = sharedNames(dictionaries);
    const slots = Array.from({ length: SLOTS }, () => makeScoreSlot(pass.scorers.length));
    this.#pass = pass;
    this.#news = new NameNews(byName(dictionaries, dictionaryNames));
    this.#slots = slots.map((memory) => new ScoreSlot(memory));
    const scorers = pass.apart.map((name) => ({ name, column: pass.scorers.indexOf(name) }));
    this.#task = { scorers, options, dictionaryNames, slots };
  }

  /**
   * The units of rows; each batch is good until the next is asked for.
   *
   * @throws CmscError what the scorers throw; WORKER_DIED (io) when the thread ends before its time.
   */
  async *units(batches: AsyncIterable<LogonColumns>): AsyncGenerator<ScoredUnits> {
    const worker = this.#startThread();
    try {
      for await (const rows of batches)
        for (const block of this.#pass.blocks(rows)) yield* this.#add(worker, block);
      this.#send(worker);
      while (this.#underWay > 0) yield* this.#handOut();
      yield* this.#pass.finish();
    } finally {
      await worker.terminate();
    }
  }

  #startThread(): Worker {
    const worker = new Worker(SCORE_WORKER, { workerData: this.#task });
    worker.on('message', (message: ScoreMessage) => this.#mailbox.put(message));
    worker.on('error', (error) => this.#mailbox.fail(workerDied('scores', error)));
    worker.on('exit', (code) => this.#mailbox.fail(workerDied('scores', new Error(`exit code ${code}`))));
    return worker;
  }

  get #slot(): ScoreSlot {
    return this.#slots[this.#next] as ScoreSlot;
  }

  async *#add(worker: Worker, block: ScoredBlock): AsyncGenerator<ScoredUnits> {
    if (!this.#slot.fits(block.rows.length)) {
      this.#send(worker);
      if (this.#underWay === SLOTS) yield* this.#handOut();
    }
    this.#slot.append(block);
  }

  #send(worker: Worker): void {
    const { length } = this.#slot;
    const request: ScoreRequest = { slot: this.#next, length, names: this.#news.take() };
    worker.postMessage(request);
    this.#next = (this.#next + 1) % SLOTS;
    this.#underWay++;
  }

  /** Hands out the slot that has been under way for longest. */
  async *#handOut(): AsyncGenerator<ScoredUnits> {
    const message = await this.#mailbox.take();
    if (message.type === 'failed') throw putTogether(message.error);
    this.entries = message.entries;
    const slot = this.#slots[message.slot] as ScoreSlot;
    yield* this.#pass.handOut(slot.all);
    slot.length = 0;
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
