import { Dictionary } from '@cmsc/core';
import type { KeyNames, TableBatch } from './table.js';

/**
 * The text of all keys seen so far, taken apart into columns: each text is kept once a column, and a key is an id
 * in each. A million keys come from some ten thousand users and machines, so all costly work on text (comparing,
 * encoding, handing over to DuckDB) is done once a text, not once a key.
 */
export class KeyTexts {
  readonly #names: () => KeyNames;
  readonly #columns: readonly { texts: Dictionary; ids: Int32Array }[];
  #size = 0;

  /** `columns` is the number of key columns; `names` gives the text of all keys that there are when it is called. */
  constructor(columns: number, names: () => KeyNames) {
    this.#names = names;
    this.#columns = Array.from({ length: columns }, () => ({
      texts: new Dictionary(),
      ids: new Int32Array(1024),
    }));
  }

  /** Takes in the keys that have come up since the last call. */
  extend(): void {
    const names = this.#names();
    this.#columns.forEach((column, c) => {
      if (names.size > column.ids.length) column.ids = grown(column.ids, names.size);
      for (let key = this.#size; key < names.size; key++)
        column.ids[key] = column.texts.intern(names.name(c, key));
    });
    this.#size = names.size;
  }

  /** Takes in new keys if a row of `batch` has one. */
  cover({ key, length }: TableBatch): void {
    for (let row = 0; row < length; row++) if (key[row]! >= this.#size) return this.extend();
  }

  /** The texts of a column. */
  texts(column: number): Dictionary {
    return this.#at(column).texts;
  }

  /** For each key its text's id in {@link texts}. Only good until the next `extend`. */
  ids(column: number): Int32Array {
    return this.#at(column).ids;
  }

  /** For each key its place among all keys: by the bytes of the first column, then of the second, and so on. */
  ranks(): Int32Array {
    // Sorted by the last column first: each pass is stable, so the order of the later columns survives within equals.
    let order = Int32Array.from({ length: this.#size }, (_, key) => key);
    for (const { texts, ids } of this.#columns.toReversed()) order = sortedBy(order, ids, texts.ranks());
    const ranks = new Int32Array(this.#size);
    order.forEach((key, rank) => (ranks[key] = rank));
    return ranks;
  }

  #at(column: number): { texts: Dictionary; ids: Int32Array } {
    const found = this.#columns[column];
    if (!found) throw new RangeError(`there is no key column ${column}`);
    return found;
  }
}

/** A counting sort: the keys of `order` by `rankOf[ids[key]]`, equal ones as they were. */
function sortedBy(order: Int32Array, ids: Int32Array, rankOf: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(rankOf.length + 1);
  for (const key of order) next[rankOf[ids[key]!]! + 1]!++;
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
  const sorted = new Int32Array(order.length);
  for (const key of order) sorted[next[rankOf[ids[key]!]!]!++] = key;
  return sorted;
}

function grown(ids: Int32Array, size: number): Int32Array {
  const larger = new Int32Array(Math.max(size, ids.length * 2));
  larger.set(ids);
  return larger;
}
