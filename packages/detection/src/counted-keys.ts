import { grown, KeyIds } from '@cmsc/core';
import type { Counts } from './counts.js';
import { BLOCK_ROWS } from './logon-columns.js';
import { touch } from './touch.js';

/** Keys that each have some counts. */
export class CountedKeys {
  /** Where the counts of the keys are that were located last. */
  readonly places = new Int32Array(BLOCK_ROWS);
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  readonly #ids: KeyIds;
  readonly #counts: Counts;
  readonly #each: number;
  #placeOfId = new Int32Array(1024);

  /**
   * @param width how many integers make up a key.
   * @param counts where its counts are.
   * @param each number of counts that a key has.
   */
  constructor(width: number, counts: Counts, each: number) {
    this.#ids = new KeyIds(width);
    this.#counts = counts;
    this.#each = each;
  }

  /** Number of keys. */
  get size(): number {
    return this.#ids.size;
  }

  /** Finds the keys of the first `length` rows, and gives {@link places}. */
  locate(columns: readonly Int32Array[], length: number): Int32Array {
    const ids = this.#ids;
    const known = ids.size;
    ids.locate(columns, 0, length);
    if (ids.size > known) this.#makeCounts(known);
    const { found } = ids;
    const placeOfId = this.#placeOfId;
    for (let row = 0; row < length; row++) this.places[row] = placeOfId[found[row] as number] as number;
    this.touched ^= touch(this.#counts.values, this.places, 0, length);
    return this.places;
  }

  #makeCounts(known: number): void {
    const { size } = this.#ids;
    this.#placeOfId = grown(this.#placeOfId, size);
    for (let id = known; id < size; id++) this.#placeOfId[id] = this.#counts.make(this.#each);
  }
}
