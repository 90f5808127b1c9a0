import { Growable } from './arrays.js';
import type { EventColumns } from './event-columns.js';
import { KeyIds } from './key-ids.js';
import { LOOKED_UP_ROWS } from './key-table.js';
import { KEY_WIDTH } from './key-slots.js';
import type { SessionKeys } from './session-columns.js';

/**
 * Makes keys of any number of columns fit for the three columns of the key table: every distinct pair of
 * the first two columns gets one id, which stands in their place, until few enough are left.
 * Keys of up to three columns, the usual ones, pass untouched.
 */
export class KeyFold {
  readonly #width: number;
  readonly #pairs: KeyIds[];
  readonly #folded: Int32Array[];

  /** @param width number of key columns, which are the first of the events' `ids`. */
  constructor(width: number) {
    this.#width = width;
    this.#pairs = Array.from({ length: Math.max(0, width - KEY_WIDTH) }, () => new KeyIds(2));
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
      rest = [pairs.value(first, 1), ...rest];
      first = pairs.value(first, 0);
    }
    return [first, ...rest];
  }

  /** The keys behind folded ones, by the same ids: each is unfolded once. */
  unfolded(keys: SessionKeys): SessionKeys {
    return new UnfoldedKeys(keys, this, this.#width);
  }

  /** The pairs of each step, alternating, by their id: what {@link load} goes on from. */
  save(): Int32Array[] {
    return this.#pairs.map((pairs) => pairs.save());
  }

  /** Takes over saved pairs. Nothing may have been folded before. */
  load(saved: readonly Int32Array[]): void {
    this.#pairs.forEach((pairs, step) => pairs.load(saved[step] as Int32Array));
  }

  #foldColumn(step: number, pairs: KeyIds, a: Int32Array, b: Int32Array, length: number): Int32Array {
    if ((this.#folded[step] as Int32Array).length < length) this.#folded[step] = new Int32Array(length);
    const folded = this.#folded[step] as Int32Array;
    for (let from = 0; from < length; from += LOOKED_UP_ROWS) {
      const to = Math.min(length, from + LOOKED_UP_ROWS);
      pairs.locate([a, b], from, to);
      folded.set(pairs.found.subarray(0, to - from), from);
    }
    return folded;
  }
}

class UnfoldedKeys implements SessionKeys {
  readonly #keys: SessionKeys;
  readonly #fold: KeyFold;
  readonly #columns: Growable[];

  /** `keys` of `width` columns that `fold` has folded. */
  constructor(keys: SessionKeys, fold: KeyFold, width: number) {
    this.#keys = keys;
    this.#fold = fold;
    this.#columns = Array.from({ length: width }, () => new Growable());
  }

  get size(): number {
    return this.#keys.size;
  }

  column(index: number): Int32Array {
    this.#unfoldNew();
    return (this.#columns[index] as Growable).view();
  }

  #unfoldNew(): void {
    const folded = Array.from({ length: this.#fold.width }, (_, i) => this.#keys.column(i));
    for (let key = (this.#columns[0] as Growable).length; key < this.size; key++) {
      const ids = this.#fold.unfold(folded.map((column) => column[key] as number));
      ids.forEach((id, column) => (this.#columns[column] as Growable).push(id));
    }
  }
}
