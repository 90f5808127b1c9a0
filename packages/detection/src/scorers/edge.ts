import { KEY_WIDTH, KeyFold } from '@cmsc/core';
import { LearnedKeys } from '../learned.js';
import type { LogonColumns } from '../logon-columns.js';
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

/** Places within what a slot has for its user: the last time of earlier periods, that of the period learned last, both + 1, and that period + 1. */
const LAST = 0;
const PENDING_LAST = 1;
const PERIOD = 2;

class EdgeScoring implements Scoring {
  readonly #keys = new LearnedKeys();
  readonly #options: ScorerOptions;
  readonly #window: number;
  readonly #fold: KeyFold;

  constructor(options: ScorerOptions, window: number) {
    this.#options = options;
    this.#window = window;
    this.#fold = new KeyFold(options.key.length);
  }

  get entries(): number {
    return this.#keys.size;
  }

  score(rows: LogonColumns, scores: Float64Array): void {
    this.#keys.locate(this.#keyOf(rows), rows.length);
    const { slots, places } = this.#keys;
    const { every, learnUntil } = this.#options;
    for (let row = 0; row < rows.length; row++) {
      const place = places[row] as number;
      const time = rows.time[row] as number;
      const period = Math.floor(time / every) + 1;
      const isPending = slots[place + PERIOD] === period;
      const last = slots[place + (isPending ? LAST : PENDING_LAST)] as number;
      scores[row] = last === 0 || time - (last - 1) > this.#window ? 1 : 0;
      if (time >= learnUntil) continue;
      slots[place + LAST] = last;
      slots[place + PENDING_LAST] = time + 1;
      slots[place + PERIOD] = period;
    }
  }

  #keyOf(rows: LogonColumns): readonly Int32Array[] {
    const ids = this.#options.key.map((column) => rows[column]);
    if (ids.length <= KEY_WIDTH) return ids;
    return this.#fold.fold({ length: rows.length, time: rows.time, edge: new Uint8Array(0), ids }).ids;
  }
}
