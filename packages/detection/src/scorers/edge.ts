import { grown, KeyIds } from '@cmsc/core';
import { FactsById } from '../facts-by-id.js';
import type { LogonBlock } from '../logon-kinds.js';
import { touch } from '../touch.js';
import type { Scorer, ScorerOptions, Scoring } from './scorer.js';

/**
 * 1 for a logon whose pair of source and destination was never learned, else 0: EdgeBank of Poursafaei et al. 2022, the
 * baseline that every figure should stand beside.
 */
export const edge: Scorer = {
  name: 'edge',
  title: '1 for a pair that was never learned, else 0',
  isTruth: true,
  start: (options) => new EdgeScoring(options, Infinity),
};

/** {@link edge}, with 1 also for a pair that was last learned more than `window` seconds ago. */
export const edgeWindow: Scorer = {
  name: 'edge-window',
  title: '1 for a pair that was not learned within the window, else 0',
  isTruth: true,
  start: (options) => new EdgeScoring(options, options.window),
};

/** Values of a key: the last time of earlier periods, that of the period learned last, both + 1, and that period + 1. */
const [LAST, PENDING_LAST, PERIOD] = [0, 1, 2] as const;
/** Where they begin: its id, shifted left by this. */
const STATE_BITS = 2;

class EdgeScoring implements Scoring {
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  readonly #options: ScorerOptions;
  readonly #window: number;
  readonly #keys: KeyIds;
  readonly #keyOfKind = new FactsById(1);
  #states = new Int32Array(1024);

  constructor(options: ScorerOptions, window: number) {
    this.#options = options;
    this.#window = window;
    this.#keys = new KeyIds(options.key.length);
  }

  get entries(): number {
    return this.#keys.size;
  }

  score(rows: LogonBlock, scores: Float64Array): void {
    const keys = this.#locate(rows);
    const states = (this.#states = grown(this.#states, this.#keys.size << STATE_BITS));
    const { every, learnUntil } = this.#options;
    const window = this.#window;
    let period = 0;
    this.touched ^= touch(states, keys, STATE_BITS, rows.length);
    for (let row = 0; row < rows.length; row++) {
      const at = (keys[row] as number) << STATE_BITS;
      const time = rows.time[row] as number;
      if (row === 0 || time !== rows.time[row - 1]) period = Math.floor(time / every) + 1;
      const last = states[at + (states[at + PERIOD] === period ? LAST : PENDING_LAST)] as number;
      scores[row] = last === 0 || time - (last - 1) > window ? 1 : 0;
      if (time >= learnUntil) continue;
      states[at + LAST] = last;
      states[at + PENDING_LAST] = time + 1;
      states[at + PERIOD] = period;
    }
  }

  /** The id of each row's key. */
  #locate({ kind, firsts, length }: LogonBlock): Int32Array {
    this.#keys.locate(
      this.#options.key.map((column) => firsts[column]),
      0,
      firsts.length,
    );
    this.#keyOfKind.add([this.#keys.found], firsts.length);
    this.#keyOfKind.take(kind, length);
    return this.#keyOfKind.columns[0]!;
  }
}
