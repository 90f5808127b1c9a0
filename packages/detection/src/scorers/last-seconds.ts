import { grown } from '@cmsc/core';
import { touch } from '../touch.js';

/** For each of many things the last second in which it was seen before the present one. A second is kept as itself + 1. */
export class LastSeconds {
  /** Alternating: the last second seen, and the one before. */
  #seconds = new Int32Array(2048);

  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;

  /** Makes room for things below `size`. */
  reserve(size: number): void {
    this.#seconds = grown(this.#seconds, 2 * size);
  }

  /** Has what is known of the things of so many rows in the cache: see touch.ts. */
  touch(things: Int32Array, length: number): void {
    this.touched ^= touch(this.#seconds, things, 1, length);
  }

  /** Whether it was seen at all, also in the present second. */
  has(thing: number): boolean {
    return this.#seconds[2 * thing] !== 0;
  }

  /** The last second before `time` in which `thing` was seen, −1 when there is none. `time` is never before one seen. */
  before(thing: number, time: number): number {
    const seconds = this.#seconds;
    const at = 2 * thing;
    return (seconds[seconds[at] === time + 1 ? at + 1 : at] as number) - 1;
  }

  /** Sees it in `time`. */
  see(thing: number, time: number): void {
    const seconds = this.#seconds;
    const at = 2 * thing;
    if (seconds[at] === time + 1) return;
    seconds[at + 1] = seconds[at] as number;
    seconds[at] = time + 1;
  }
}
