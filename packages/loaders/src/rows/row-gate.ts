import { EDGE_END, EDGE_FAILED_START, EDGE_OTHER, EDGE_START, type RowCounts } from '@cmsc/core';
import type { OtherRows } from './column-batch.js';

/** Which good rows are handed on. */
export interface GateOptions {
  /** First and last second that is let through. */
  from: number;
  to: number;
  others: OtherRows;
}

/** Counts good rows, and says which of them are handed on: one rule for readers of text and of bytes. */
export class RowGate {
  readonly #from: number;
  readonly #to: number;
  readonly #allOthers: boolean;
  readonly #otherSeconds: ReadonlySet<number> | undefined;

  constructor({ from, to, others }: GateOptions) {
    this.#from = from;
    this.#to = to;
    this.#allOthers = others === 'emit';
    this.#otherSeconds = typeof others === 'object' ? new Set(others.at) : undefined;
  }

  /** Counts a good row in `counts`. Returns whether it is to be handed on. */
  pass(counts: RowCounts, time: number, edge: number): boolean {
    counts.rows++;
    if (time < this.#from || time > this.#to) {
      counts.filtered++;
      return false;
    }
    if (edge === EDGE_START) counts.starts++;
    else if (edge === EDGE_END) counts.ends++;
    else {
      counts.other++;
      if (edge === EDGE_FAILED_START) counts.failedStarts++;
    }
    return edge < EDGE_OTHER || this.#allOthers || this.#otherSeconds?.has(time) === true;
  }
}
