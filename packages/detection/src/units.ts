import { grown, KeyIds } from '@cmsc/core';
import { BLOCK_ROWS, type LogonColumns } from './logon-columns.js';
import type { Protocol } from './protocols/protocol.js';

/** Scored units as columns; what lies behind `length` is left over. */
export interface ScoredUnits {
  /** Number of units. */
  length: number;
  /** Seconds; of units that last longer their number since 0, such as the hour. */
  time: Int32Array;
  /** The columns of the protocol's key, as ids. */
  key: readonly Int32Array[];
  /** A column for each scorer, rounded. */
  scores: readonly Float64Array[];
}

/** Makes units of scored rows. */
export interface Units {
  /** Takes scored rows, `scores` by scorer, and hands out what is complete; good until the next call. */
  add(rows: LogonColumns, scores: readonly Float64Array[]): Iterable<ScoredUnits>;
  /** Hands out what is left. */
  finish(): Iterable<ScoredUnits>;
}

/** Units for a protocol. */
export function unitsOf(protocol: Protocol, scorers: number): Units {
  return protocol.unitSeconds === 1 ? new RowUnits(protocol) : new PeriodUnits(protocol, scorers);
}

/** Every row is a unit. */
class RowUnits implements Units {
  readonly #protocol: Protocol;

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  *add(rows: LogonColumns, scores: readonly Float64Array[]): Iterable<ScoredUnits> {
    const key = this.#protocol.key.map((column) => rows[column]);
    yield { length: rows.length, time: rows.time, key, scores };
  }

  finish(): Iterable<ScoredUnits> {
    return [];
  }
}

/** The rows of a key within some seconds are one unit with their highest scores. */
class PeriodUnits implements Units {
  readonly #protocol: Protocol;
  #period = -1;
  #keys: KeyIds;
  /** The highest scores of each key, by scorer. */
  #highest: Float64Array[];

  constructor(protocol: Protocol, scorers: number) {
    this.#protocol = protocol;
    this.#keys = new KeyIds(protocol.key.length);
    this.#highest = Array.from({ length: scorers }, () => new Float64Array(BLOCK_ROWS));
  }

  *add(rows: LogonColumns, scores: readonly Float64Array[]): Iterable<ScoredUnits> {
    const { unitSeconds } = this.#protocol;
    let from = 0;
    while (from < rows.length) {
      const period = Math.floor((rows.time[from] as number) / unitSeconds);
      const most = Math.min(rows.length, from + BLOCK_ROWS);
      let to = from + 1;
      while (to < most && Math.floor((rows.time[to] as number) / unitSeconds) === period) to++;
      if (period !== this.#period) yield* this.finish();
      this.#period = period;
      this.#addRows(rows, scores, from, to);
      from = to;
    }
  }

  *finish(): Iterable<ScoredUnits> {
    const length = this.#keys.size;
    if (length === 0) return;
    const key = this.#protocol.key.map((_, column) => this.#keys.column(column));
    const time = new Int32Array(length).fill(this.#period);
    yield { length, time, key, scores: this.#highest };
    this.#keys = new KeyIds(key.length);
  }

  #addRows(rows: LogonColumns, scores: readonly Float64Array[], from: number, to: number): void {
    const known = this.#keys.size;
    this.#keys.locate(
      this.#protocol.key.map((column) => rows[column]),
      from,
      to,
    );
    const { found, size } = this.#keys;
    this.#highest = this.#highest.map((highest) => grown(highest, size));
    this.#highest.forEach((highest, scorer) => {
      highest.fill(-Infinity, known, size);
      const column = scores[scorer] as Float64Array;
      for (let row = from; row < to; row++) {
        const unit = found[row - from] as number;
        highest[unit] = Math.max(highest[unit] as number, column[row] as number);
      }
    });
  }
}
