const FIRST_ENTRIES = 2048;
/** Half empty at least: most hashes are then found at the first place that is looked at. */
const FULLEST = 0.5;

/** An entry is a key id + 1, which is 0 in an empty one, with the topmost bits of the hash before it. */
const KEY_BITS = 28;
const KEY_MASK = (1 << KEY_BITS) - 1;

/** Key ids must be below this. */
export const MOST_INDEXED_KEYS = KEY_MASK;

/** In the place of a key id where there is none. */
export const NO_KEY = -1;

/**
 * Which key ids may have a hash: open addressing over integers. An entry holds four bits of the hash only, and what a
 * key is made of lies elsewhere: whoever asks has to compare.
 *
 * The loops are kept this short on purpose. Nearly every hash is a trip to memory; a processor that sees a few dozen
 * instructions a trip has a dozen trips under way at once, and one that sees hundreds has one (the README of
 * tools/bench has figures).
 */
export class KeyIndex {
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  #entries = new Int32Array(FIRST_ENTRIES);
  #used = 0;
  /** Where {@link find} stopped. */
  #foundAt = 0;

  /** Whether {@link double} has to come before the next {@link add}. */
  get isFull(): boolean {
    return this.#used >= this.#entries.length * FULLEST;
  }

  /** Puts the first key id that may have it into `keys` for each of the first `length` hashes, or {@link NO_KEY}. */
  findAll(hashes: Int32Array, keys: Int32Array, length: number): void {
    const entries = this.#entries;
    const last = entries.length - 1;
    let touched = 0;
    for (let i = 0; i < length; i++) touched ^= entries[(hashes[i] as number) & last] as number;
    this.touched ^= touched;
    for (let i = 0; i < length; i++) {
      const hash = hashes[i] as number;
      let at = hash & last;
      let entry = entries[at] as number;
      while (entry !== 0 && (entry ^ hash) >>> KEY_BITS !== 0) {
        at = (at + 1) & last;
        entry = entries[at] as number;
      }
      keys[i] = (entry & KEY_MASK) - 1;
    }
  }

  /** The first key id that may have this hash, {@link NO_KEY} when there is none. */
  find(hash: number): number {
    return this.#findFrom(hash, hash);
  }

  /** The next key id that may have the hash that {@link find} looked for last. */
  findNext(hash: number): number {
    return this.#findFrom(hash, this.#foundAt + 1);
  }

  /** Adds a key id. The index must not be full. */
  add(hash: number, key: number): void {
    const entries = this.#entries;
    const last = entries.length - 1;
    let at = hash & last;
    while (entries[at] !== 0) at = (at + 1) & last;
    entries[at] = (hash & ~KEY_MASK) | (key + 1);
    this.#used++;
  }

  /**
   * Makes it twice as large, and empty: all keys have to be added again.
   *
   * @throws RangeError when there is no memory for it.
   */
  double(): void {
    this.#entries = new Int32Array(this.#entries.length * 2);
    this.#used = 0;
  }

  #findFrom(hash: number, from: number): number {
    const entries = this.#entries;
    const last = entries.length - 1;
    let at = from & last;
    let entry = entries[at] as number;
    while (entry !== 0 && (entry ^ hash) >>> KEY_BITS !== 0) {
      at = (at + 1) & last;
      entry = entries[at] as number;
    }
    this.#foundAt = at;
    return (entry & KEY_MASK) - 1;
  }
}
