import { Growable, grown } from '@cmsc/core';
import { touch } from './touch.js';

/** Integers that a count takes. */
export const COUNT_SIZE = 2;

/**
 * Counts that go by periods: what is learned in a period can be read from the next one on. It is put off as one number for each
 * count, so that memory grows with counts and never with rows.
 */
export class Counts {
  /** Alternating: what was learned in earlier periods, and in the present one. Another array whenever there are more. */
  values = new Int32Array(1024);
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  #size = 0;
  /** Places of the counts that the present period has learned. */
  readonly #pending = new Growable();

  /** Makes so many more, and gives the place of the first; the next is {@link COUNT_SIZE} further. */
  make(counts: number): number {
    const place = this.#size;
    this.#size += counts * COUNT_SIZE;
    this.values = grown(this.values, this.#size);
    return place;
  }

  /** Learns one more at a place; whether it is the first of all, those of the present period included. */
  learn(place: number): boolean {
    const values = this.values;
    const pending = values[place + 1] as number;
    values[place + 1] = pending + 1;
    if (pending > 0) return false;
    this.#pending.push(place);
    return values[place] === 0;
  }

  /** Has the counts at the places of so many rows in the cache: see touch.ts. */
  touch(places: Int32Array, length: number): void {
    this.touched ^= touch(this.values, places, 0, length);
  }

  /** Ends a period. */
  endPeriod(): void {
    const values = this.values;
    for (let i = 0; i < this.#pending.length; i++) {
      const place = this.#pending.at(i);
      values[place] = (values[place] as number) + (values[place + 1] as number);
      values[place + 1] = 0;
    }
    this.#pending.clear();
  }
}
