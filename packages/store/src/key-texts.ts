import { Dictionary } from '@cmsc/core';
import { withRoom } from './row-block.js';
import type { KeyNames, TableBatch } from './table.js';

/**
 * The text of all keys seen so far, taken apart into columns: each text is kept once a column, and a key is an id
 * in each. A million keys come from some ten thousand users and machines, so all costly work on text (comparing,
 * encoding, handing over to DuckDB) is done once a text, not once a key.
 */
export class KeyTexts {
  readonly #names: () => KeyNames;
  readonly #texts: readonly Dictionary[];
  /** The text ids of one key after the other: a key that comes out of the blue costs one trip to memory. */
  #ids: Int32Array = new Int32Array(1024);
  #size = 0;

  /** `columns` is the number of key columns; `names` gives the text of all keys that there are when it is called. */
  constructor(columns: number, names: () => KeyNames) {
    this.#names = names;
    this.#texts = Array.from({ length: columns }, () => new Dictionary());
  }

  /** Takes in the keys that have come up since the last call. */
  extend(): void {
    const names = this.#names();
    const columns = this.#texts.length;
    this.#ids = withRoom(this.#ids, this.#size * columns, (names.size - this.#size) * columns);
    for (let key = this.#size, at = key * columns; key < names.size; key++) {
      for (let c = 0; c < columns; c++) this.#ids[at++] = this.#texts[c]!.intern(names.name(c, key));
    }
    this.#size = names.size;
  }

  /**
   * Takes in new keys if a row of `batch` has one.
   *
   * @throws RangeError for a key without a name, which is a bug of the caller.
   */
  cover({ key, length }: TableBatch): void {
    if (this.#texts.length === 0) return;
    let highest = -1;
    for (let row = 0; row < length; row++) if (key[row]! > highest) highest = key[row]!;
    if (highest < this.#size) return;
    this.extend();
    if (highest >= this.#size) throw new RangeError(`there is no name for the key ${highest}`);
  }

  /** The texts of each key column. */
  get texts(): readonly Dictionary[] {
    return this.#texts;
  }

  /** The id of the text of key `k` in column `c` is number k × columns + c. Only good until the next `extend`. */
  get ids(): Int32Array {
    return this.#ids;
  }

  /** For each key its place among all keys: by the bytes of the first column, then of the second, and so on. */
  ranks(): Int32Array {
    // Sorted by the last column first: each pass is stable, so the order of the later columns survives within equals.
    let order = Int32Array.from({ length: this.#size }, (_, key) => key);
    for (let c = this.#texts.length - 1; c >= 0; c--) order = this.#sortedBy(c, order);
    const ranks = new Int32Array(this.#size);
    for (let rank = 0; rank < order.length; rank++) ranks[order[rank]!] = rank;
    return ranks;
  }

  /** A counting sort of keys by the text of one column; equal ones stay as they were. */
  #sortedBy(column: number, order: Int32Array): Int32Array<ArrayBuffer> {
    const columns = this.#texts.length;
    const rankOfText = this.#texts[column]!.ranks();
    const rankOf = new Int32Array(this.#size);
    const next = new Int32Array(rankOfText.length + 1);
    for (let key = 0, at = column; key < rankOf.length; key++, at += columns) {
      const rank = rankOfText[this.#ids[at]!]!;
      rankOf[key] = rank;
      next[rank + 1]!++;
    }
    for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
    const sorted = new Int32Array(order.length);
    for (let i = 0; i < order.length; i++) sorted[next[rankOf[order[i]!]!]!++] = order[i]!;
    return sorted;
  }
}
