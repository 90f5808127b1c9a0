import { Growable, grown } from '@cmsc/core';

/** Integers that a count takes. */
export const COUNT_SIZE = 2;

/**
 * Counts that go by periods: what is learned in a period can be read from the next one on. It is put off as one number for each
 * count, so that memory grows with counts and never with rows.
 */
export class Counts {
  /** Alternating: what was learned in earlier periods, and in the present one. Another array whenever there are more. */
  values = new Int32Array(1024);
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

  /**
   * Learns one more at a place; whether it is the first of all.
   *
   * @param place that of the count.
   * @param isOver whether nobody reads in the present period any more, and {@link endPeriod} was called for it: nothing is put off then.
   */
  learn(place: number, isOver: boolean): boolean {
    const values = this.values;
    const count = values[place] as number;
    if (isOver) {
      values[place] = count + 1;
      return count === 0;
    }
    const pending = values[place + 1] as number;
    values[place + 1] = pending + 1;
    if (pending === 0) this.#pending.push(place);
    return pending + count === 0;
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
