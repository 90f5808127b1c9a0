import { grown } from '@cmsc/core';
import { BLOCK_ROWS } from '../logon-columns.js';
import { touch } from '../touch.js';

/** No second: before the first one that a thing was seen in. */
export const NEVER = -1;

/** For each of many things the last second in which it was seen before the present one. A second is kept as itself + 1. */
export class LastSeconds {
  /** Of the rows that were passed last: the last second before its own in which the thing of each was seen, else {@link NEVER}. */
  readonly lasts = new Int32Array(BLOCK_ROWS);
  /** Of the same rows: 1 for the one that has seen its thing as the first of all. */
  readonly isFirst = new Uint8Array(BLOCK_ROWS);
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  /** Alternating: the last second seen, and the one before. */
  #seconds = new Int32Array(2048);

  /**
   * Takes rows in the order of their time, and gives {@link lasts}.
   *
   * @param things the thing of each row.
   * @param size all of them are below it.
   * @param times the second of each row.
   * @param seeing so many rows, the first ones, see their things. The others only look.
   * @param length number of rows.
   */
  pass(things: Int32Array, size: number, times: Int32Array, seeing: number, length: number): Int32Array {
    this.#seconds = grown(this.#seconds, 2 * size);
    this.touched ^= touch(this.#seconds, things, 1, length);
    this.#see(things, times, seeing);
    this.#look(things, times, seeing, length);
    return this.lasts;
  }

  #see(things: Int32Array, times: Int32Array, length: number): void {
    const [seconds, lasts, isFirst] = [this.#seconds, this.lasts, this.isFirst];
    for (let row = 0; row < length; row++) {
      const at = 2 * (things[row] as number);
      const now = (times[row] as number) + 1;
      const seen = seconds[at] as number;
      const last = seen === now ? (seconds[at + 1] as number) : seen;
      lasts[row] = last - 1;
      isFirst[row] = seen === 0 ? 1 : 0;
      seconds[at + 1] = last;
      seconds[at] = now;
    }
  }

  #look(things: Int32Array, times: Int32Array, from: number, to: number): void {
    const seconds = this.#seconds;
    for (let row = from; row < to; row++) {
      const at = 2 * (things[row] as number);
      const seen = seconds[at] as number;
      this.lasts[row] = (seen === (times[row] as number) + 1 ? (seconds[at + 1] as number) : seen) - 1;
    }
    this.isFirst.fill(0, from, to);
  }
}
