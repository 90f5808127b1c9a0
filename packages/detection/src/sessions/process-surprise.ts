import { bits } from '../bits.js';
import { BLOCK_ROWS, LearnedKeys } from '../learned.js';
import { BackOff } from '../scorers/back-off.js';

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
  readonly #every: number;
  readonly #learnUntil: number;
  readonly #names = new BackOff(2);
  readonly #gaps = new BackOff(2);
  readonly #twoBefore = new LearnedKeys();
  readonly #gapTokens = new Int32Array(BLOCK_ROWS);

  /** Learns by periods of `every` seconds, and nothing from the second `learnUntil` on. */
  constructor({ every, learnUntil }: { every: number; learnUntil: number }) {
    this.#every = every;
    this.#learnUntil = learnUntil;
  }

  /** What it holds: tokens in contexts. */
  get entries(): number {
    return this.#names.entries + this.#gaps.entries;
  }

  /**
   * Scores processes, then learns them; those of one period don't see each other.
   *
   * @param rows at most `BLOCK_ROWS`.
   * @param processes all ids are below it.
   * @param scores where their bits go, one a row.
   */
  score(rows: ProcessColumns, processes: number, scores: Float64Array): void {
    this.#locate(rows, processes);
    for (let row = 0; row < rows.length; row++) {
      const time = rows.time[row]!;
      const period = Math.floor(time / this.#every);
      scores[row] =
        -Math.log2(this.#names.probability(row, period)) - Math.log2(this.#gaps.probability(row, period));
      if (time >= this.#learnUntil) continue;
      this.#names.learn(row, period);
      this.#gaps.learn(row, period);
    }
  }

  #locate({ process, previous, beforePrevious, gap, length }: ProcessColumns, processes: number): void {
    for (let row = 0; row < length; row++) this.#gapTokens[row] = bits(gap[row]!);
    const twoBefore = this.#twoBefore;
    twoBefore.locate([beforePrevious, previous], length);
    const contexts = [
      { ids: twoBefore.keyIds, size: twoBefore.size },
      { ids: previous, size: processes },
    ];
    this.#names.locate(process, contexts, length);
    const names = [this.#names.pairs(1), { ids: process, size: processes }];
    this.#gaps.locate(this.#gapTokens, names, length);
  }
}
