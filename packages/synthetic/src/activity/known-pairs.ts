import { mix } from '@cmsc/core';
import { NEW_PAIRS } from '../rates.js';
import { dayOf } from './week.js';

const HOUR_SECONDS = 3600;
/** More than there are computers. */
const PLACES = 1 << 15;
/** Before this many of a day have been seen, nothing is said of their share. */
const ENOUGH = 20;

/**
 * Which computers were logged on to from which others, and how many of today's are new: never there before. The unit
 * is an hour of a (source, destination), as in larroche2023. Computers are their places among all.
 */
export class KnownPairs {
  /** An open-addressing table: pairs + 1, or 0 where nothing is, and beside it the latest hour of each. */
  #pairs = new Int32Array(1 << 12);
  #hours = new Int16Array(1 << 12);
  #count = 0;
  #day = -1;
  #units = 0;
  #new = 0;

  /** Notes a logon over the network. */
  note(source: number, destination: number, time: number): void {
    this.#begin(dayOf(time));
    const pair = source * PLACES + destination + 1;
    const hour = Math.floor(time / HOUR_SECONDS);
    const slot = this.#slotOf(pair);
    if (this.#pairs[slot] === 0) this.#add(slot, pair);
    else if (this.#hours[slot] === hour) return;
    this.#hours[slot] = hour;
    this.#units++;
    if (this.#count * 2 > this.#pairs.length) this.#grow();
  }

  /** Whether this was ever noted. */
  has(source: number, destination: number): boolean {
    return this.#pairs[this.#slotOf(source * PLACES + destination + 1)] !== 0;
  }

  /** Whether fewer of today's pairs are new than should be. */
  get lacksNew(): boolean {
    return this.#units >= ENOUGH && this.#new < this.#units * NEW_PAIRS;
  }

  #begin(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#units = 0;
    this.#new = 0;
  }

  #add(slot: number, pair: number): void {
    this.#pairs[slot] = pair;
    this.#count++;
    this.#new++;
  }

  /** The slot of this pair, or the free one where it belongs. */
  #slotOf(pair: number): number {
    const mask = this.#pairs.length - 1;
    let slot = mix(pair, 0) & mask;
    while (this.#pairs[slot] !== 0 && this.#pairs[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [pairs, hours] = [this.#pairs, this.#hours];
    this.#pairs = new Int32Array(pairs.length * 2);
    this.#hours = new Int16Array(pairs.length * 2);
    pairs.forEach((pair, from) => {
      if (pair === 0) return;
      const slot = this.#slotOf(pair);
      this.#pairs[slot] = pair;
      this.#hours[slot] = hours[from]!;
    });
  }
}
