import type { EventColumns } from './event-columns.js';
import { Growable } from './growable.js';
import { KEY_WIDTH } from './key-table.js';

/**
 * Makes keys of any number of columns fit for the three columns of the key table: every distinct pair of
 * the first two columns gets one id, which stands in their place, until few enough are left.
 * Keys of up to three columns, the usual ones, pass untouched.
 */
export class KeyFold {
  readonly #width: number;
  readonly #pairs: IdPairs[];
  readonly #folded: Int32Array[];

  /** @param width number of key columns, which are the first of the events' `ids`. */
  constructor(width: number) {
    this.#width = width;
    this.#pairs = Array.from({ length: Math.max(0, width - KEY_WIDTH) }, () => new IdPairs());
    this.#folded = this.#pairs.map(() => new Int32Array(0));
  }

  /** Number of key columns after folding. */
  get width(): number {
    return this.#width - this.#pairs.length;
  }

  /** The events with their key columns folded; all other columns follow as they were. Good until the next call. */
  fold(events: EventColumns): EventColumns {
    if (this.#pairs.length === 0) return events;
    let [first, ...rest] = events.ids;
    this.#pairs.forEach((pairs, step) => {
      first = this.#foldColumn(step, pairs, first as Int32Array, rest[0] as Int32Array, events.length);
      rest = rest.slice(1);
    });
    return { ...events, ids: [first as Int32Array, ...rest] };
  }

  /**
   * The ids of the original key columns behind the ids of a folded key.
   *
   * @param folded ids of the key's columns after folding, {@link width} of them.
   */
  unfold(folded: readonly number[]): number[] {
    let [first, ...rest] = folded as [number, ...number[]];
    for (const pairs of this.#pairs.toReversed()) {
      const [a, b] = pairs.pair(first);
      first = a;
      rest = [b, ...rest];
    }
    return [first, ...rest];
  }

  /** The pairs of each step, alternating, by their id: what {@link load} goes on from. */
  save(): Int32Array[] {
    return this.#pairs.map((pairs) => pairs.save());
  }

  /** Takes over saved pairs. Nothing may have been folded before. */
  load(saved: readonly Int32Array[]): void {
    this.#pairs.forEach((pairs, step) => pairs.load(saved[step] as Int32Array));
  }

  #foldColumn(step: number, pairs: IdPairs, a: Int32Array, b: Int32Array, length: number): Int32Array {
    if ((this.#folded[step] as Int32Array).length < length) this.#folded[step] = new Int32Array(length);
    const folded = this.#folded[step] as Int32Array;
    for (let i = 0; i < length; i++) folded[i] = pairs.intern(a[i] as number, b[i] as number);
    return folded;
  }
}

class IdPairs {
  readonly #ids = new Map<number, Map<number, number>>();
  readonly #first = new Growable();
  readonly #second = new Growable();

  intern(a: number, b: number): number {
    let seconds = this.#ids.get(a);
    if (!seconds) this.#ids.set(a, (seconds = new Map()));
    const known = seconds.get(b);
    if (known !== undefined) return known;
    const id = this.#first.length;
    seconds.set(b, id);
    this.#first.push(a);
    this.#second.push(b);
    return id;
  }

  save(): Int32Array {
    return Int32Array.from({ length: 2 * this.#first.length }, (_, i) => {
      const column = i % 2 === 0 ? this.#first : this.#second;
      return column.at(i >> 1);
    });
  }

  load(saved: Int32Array): void {
    for (let i = 0; i < saved.length; i += 2) this.intern(saved[i] as number, saved[i + 1] as number);
  }

  pair(id: number): [number, number] {
    return [this.#first.at(id), this.#second.at(id)];
  }
}
