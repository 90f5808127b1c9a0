import { Growable, grown } from '@cmsc/core';

/**
 * Counts that go by periods: what is learned in a period can be read from the next one on. It is put off as one number for each
 * count, so that memory grows with counts and never with rows.
 */
export class Counts {
  /** What was learned in earlier periods. Another array whenever there are more. */
  values = new Int32Array(1024);
  /** What was learned in the present period, where it is put off. */
  #ofPeriod = new Int32Array(1024);
  #size = 0;
  /** Places of the counts that the present period has learned. */
  readonly #pending = new Growable();

  /** Makes so many more, and gives the place of the first. */
  make(counts: number): number {
    const place = this.#size;
    this.#size += counts;
    this.values = grown(this.values, this.#size);
    this.#ofPeriod = grown(this.#ofPeriod, this.#size);
    return place;
  }

  /**
   * Learns one more at the place that each of the given rows has.
   *
   * @param rows numbers of rows. Those for whose place it was the first of all stay, and move to the front.
   * @param length how many there are.
   * @param places the place of each row.
   * @param isOver whether nobody reads in the present period any more, and {@link endPeriod} was called for it: nothing is put off then.
   * @returns how many stay.
   */
  learnNew(rows: Int32Array, length: number, places: Int32Array, isOver: boolean): number {
    const values = this.values;
    let stay = 0;
    for (let i = 0; i < length; i++) {
      const row = rows[i] as number;
      const place = places[row] as number;
      const count = values[place] as number;
      if (isOver) values[place] = count + 1;
      if (isOver ? count === 0 : this.#putOff(place) + count === 0) rows[stay++] = row;
    }
    return stay;
  }

  /** Learns one more at the place, `offset` further, that each of the given rows has. The rest is as in {@link learnNew}. */
  learn(rows: Int32Array, length: number, places: Int32Array, offset: number, isOver: boolean): void {
    const values = this.values;
    for (let i = 0; i < length; i++) {
      const place = (places[rows[i] as number] as number) + offset;
      if (isOver) values[place] = (values[place] as number) + 1;
      else this.#putOff(place);
    }
  }

  /** Ends a period. */
  endPeriod(): void {
    const [values, ofPeriod] = [this.values, this.#ofPeriod];
    for (let i = 0; i < this.#pending.length; i++) {
      const place = this.#pending.at(i);
      values[place] = (values[place] as number) + (ofPeriod[place] as number);
      ofPeriod[place] = 0;
    }
    this.#pending.clear();
  }

  /** Puts off one more, and gives how many there were already. */
  #putOff(place: number): number {
    const count = this.#ofPeriod[place] as number;
    this.#ofPeriod[place] = count + 1;
    if (count === 0) this.#pending.push(place);
    return count;
  }
}
