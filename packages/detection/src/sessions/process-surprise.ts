import { Counts } from '../counts.js';
import { BackOff } from '../scorers/back-off.js';
import { TokenSurprise, type Learning } from '../scorers/token-surprise.js';
import { ProcessKeys } from './process-keys.js';

/** Processes inside sessions, in the order of their time, as columns. What lies behind `length` is left over. */
export interface ProcessColumns {
  /** Number of processes. */
  length: number;
  /** Seconds, never decreasing, also from batch to batch. */
  time: Int32Array;
  /** What was started: an id from 1 on. */
  process: Int32Array;
  /** The process before it in its session, {@link NO_PROCESS} when it is the first. */
  previous: Int32Array;
  /** The one before that. */
  beforePrevious: Int32Array;
  /** Seconds since the one before it; of a session's first one since its start. */
  gap: Int32Array;
}

/** Stands before the first process of a session. */
export const NO_PROCESS = 0;

/**
 * Bits of surprise of a process inside its session: those of its name, given the two names before it, and of its gap in
 * binary digits, given its name and the one before it. The same counts as those of `ngram` (back-off.ts).
 */
export class ProcessSurprise {
  readonly #keys: ProcessKeys;
  readonly #names: BackOff;
  readonly #gaps: BackOff;
  readonly #surprise: TokenSurprise;

  /** Learns by periods, as it is told. */
  constructor(learning: Learning) {
    const counts = new Counts();
    this.#keys = new ProcessKeys(counts);
    this.#names = new BackOff(counts);
    this.#gaps = new BackOff(counts);
    this.#surprise = new TokenSurprise([this.#names, this.#gaps], counts, learning);
  }

  /** What it holds: tokens in contexts. */
  get entries(): number {
    return this.#keys.size;
  }

  /**
   * Scores processes, then learns them; those of one period don't see each other.
   *
   * @param rows at most `BLOCK_ROWS`.
   * @param scores where their bits go, one a row.
   */
  score(rows: ProcessColumns, scores: Float64Array): void {
    const { names, gaps } = this.#keys.of(rows);
    this.#names.take(names);
    this.#gaps.take(gaps);
    this.#surprise.score(rows.time, rows.length, scores);
  }
}
