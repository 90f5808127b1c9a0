import { Dictionary, grown } from '@cmsc/core';
import type { KeyNames, TableBatch, TableRows } from './table.js';

const NO_NAMES: KeyNames = { size: 0, name: () => '' };

const allTexts = new WeakMap<KeyNames, KeyTexts>();

/**
 * The text of all keys seen so far, taken apart into columns: each text is kept once a column, and a key is an id
 * in each. A million keys come from some ten thousand users and machines, so all costly work on text (comparing,
 * encoding, handing over to DuckDB) is done once a text, not once a key.
 */
export class KeyTexts {
  readonly #names: KeyNames;
  readonly #texts: readonly Dictionary[];
  /** The text ids of one key after the other: a key that comes out of the blue costs one trip to memory. */
  #ids: Int32Array = new Int32Array(1024);
  #size = 0;

  /** `columns` is the number of key columns; `names` has the text of all keys that there are when they come up. */
  constructor(columns: number, names: KeyNames) {
    this.#names = names;
    this.#texts = Array.from({ length: columns }, (_, c) => names.dictionary?.(c) ?? new Dictionary());
  }

  /** The texts of the keys of `rows`: they are taken apart once for all tables that have these keys. */
  static of({ spec, keys = NO_NAMES }: Pick<TableRows, 'spec' | 'keys'>): KeyTexts {
    const known = allTexts.get(keys);
    if (known?.texts.length === spec.key.length) return known;
    const texts = new KeyTexts(spec.key.length, keys);
    if (keys !== NO_NAMES) allTexts.set(keys, texts);
    return texts;
  }

  /** Takes in the keys that have come up since the last call. */
  extend(): void {
    const names = this.#names;
    const columns = this.#texts.length;
    this.#ids = grown(this.#ids, names.size * columns);
    for (let c = 0; c < columns; c++) {
      const ids = names.column?.(c);
      if (ids) this.#copyIds(ids, c, names.size);
      else this.#internTexts(names, c);
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

  /** The texts of each key column; a dictionary may hold others as well. */
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
    const rankOf = new Map<Dictionary, Int32Array>();
    let order: Int32Array | undefined;
    for (let c = this.#texts.length - 1; c >= 0; c--) {
      const texts = this.#texts[c]!;
      const ranks = rankOf.get(texts) ?? texts.ranks();
      rankOf.set(texts, ranks);
      order = this.#sortedBy(c, ranks, order);
    }
    const ranks = new Int32Array(this.#size);
    if (order) for (let rank = 0; rank < order.length; rank++) ranks[order[rank]!] = rank;
    return ranks;
  }

  #copyIds(ids: Int32Array, column: number, size: number): void {
    const columns = this.#texts.length;
    for (let key = this.#size, at = key * columns + column; key < size; key++, at += columns)
      this.#ids[at] = ids[key]!;
  }

  #internTexts(names: KeyNames, column: number): void {
    const columns = this.#texts.length;
    const texts = this.#texts[column]!;
    for (let key = this.#size, at = key * columns + column; key < names.size; key++, at += columns)
      this.#ids[at] = texts.intern(names.name(column, key));
  }

  /** A counting sort of keys, or of all of them as they are, by the text of one column; equal ones stay as they were. */
  #sortedBy(column: number, ranks: Int32Array, order: Int32Array | undefined): Int32Array {
    const columns = this.#texts.length;
    const ids = this.#ids;
    const next = new Int32Array(ranks.length + 1);
    for (let key = 0, at = column; key < this.#size; key++, at += columns) next[ranks[ids[at]!]! + 1]!++;
    for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
    const sorted = new Int32Array(this.#size);
    for (let i = 0; i < sorted.length; i++) {
      const key = order ? order[i]! : i;
      sorted[next[ranks[ids[key * columns + column]!]!]!++] = key;
    }
    return sorted;
  }
}
