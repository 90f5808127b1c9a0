const FIRST_ENTRIES = 1024;
/** Half empty at least: most hashes are then found at the first place that is looked at. */
const FULLEST = 0.5;

/** An entry is the hash and the key id + 1, which is 0 in an empty one. */
const ENTRY_BITS = 1;
const ENTRY_SIZE = 1 << ENTRY_BITS;
const KEY = 1;

/** In the place of a key id where there is none. */
export const NO_KEY = -1;

/**
 * Which key ids have a hash: open addressing over pairs of integers. What a key is made of lies elsewhere: whoever
 * asks has to compare.
 *
 * The loops are kept this short on purpose. Nearly every hash is a trip to memory; a processor that sees a few dozen
 * instructions a trip has a dozen trips under way at once, and one that sees hundreds has one (the
 * README of tools/bench has figures).
 */
export class KeyIndex {
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  #entries = new Int32Array(FIRST_ENTRIES * ENTRY_SIZE);
  #used = 0;
  /** Where {@link find} stopped. */
  #foundAt = 0;

  /**
   * For each of the first `length` hashes, the first key id that has it, {@link NO_KEY} when there is none.
   *
   * @param keys where they are put.
   */
  findAll(hashes: Int32Array, keys: Int32Array, length: number): void {
    const entries = this.#entries;
    const last = entries.length - ENTRY_SIZE;
    let touched = 0;
    for (let i = 0; i < length; i++)
      touched ^= entries[((hashes[i] as number) << ENTRY_BITS) & last] as number;
    this.touched ^= touched;
    for (let i = 0; i < length; i++) {
      const hash = hashes[i] as number;
      let at = (hash << ENTRY_BITS) & last;
      let found = entries[at + KEY] as number;
      while (found !== 0 && entries[at] !== hash) {
        at = (at + ENTRY_SIZE) & last;
        found = entries[at + KEY] as number;
      }
      keys[i] = found - 1;
    }
  }

  /** The first key id with this hash, {@link NO_KEY} when there is none. */
  find(hash: number): number {
    return this.#findFrom(hash, hash << ENTRY_BITS);
  }

  /** The next key id with the hash that {@link find} looked for last. */
  findNext(hash: number): number {
    return this.#findFrom(hash, this.#foundAt + ENTRY_SIZE);
  }

  /**
   * Adds a key id.
   *
   * @throws RangeError when there is no memory for it.
   */
  add(hash: number, key: number): void {
    if ((this.#used + 1) * ENTRY_SIZE > this.#entries.length * FULLEST)
      this.#entries = twiceAsLarge(this.#entries);
    this.#used++;
    put(this.#entries, hash, key + 1);
  }

  #findFrom(hash: number, from: number): number {
    const entries = this.#entries;
    const last = entries.length - ENTRY_SIZE;
    let at = from & last;
    while (entries[at + KEY] !== 0 && entries[at] !== hash) at = (at + ENTRY_SIZE) & last;
    this.#foundAt = at;
    return (entries[at + KEY] as number) - 1;
  }
}

function twiceAsLarge(entries: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(entries.length * 2);
  for (let at = 0; at < entries.length; at += ENTRY_SIZE)
    if (entries[at + KEY] !== 0) put(larger, entries[at] as number, entries[at + KEY] as number);
  return larger;
}

function put(entries: Int32Array, hash: number, value: number): void {
  const last = entries.length - ENTRY_SIZE;
  let at = (hash << ENTRY_BITS) & last;
  while (entries[at + KEY] !== 0) at = (at + ENTRY_SIZE) & last;
  entries[at] = hash;
  entries[at + KEY] = value;
}
