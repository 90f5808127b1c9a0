const SEGMENT_BITS = 6;
const SEGMENTS = 1 << SEGMENT_BITS;
const FIRST_ENTRIES = 256;
const FULLEST = 0.6;

/** An entry is the hash and the key id + 1, which is 0 in an empty one. */
const ENTRY_SIZE = 2;
const KEY = 1;

/**
 * Which key ids have a hash: open addressing over pairs of integers. It is cut into segments by hash, so that growing
 * moves a small part of it at a time. What a key is made of lies elsewhere: whoever asks has to compare.
 */
export class KeyIndex {
  readonly #segments: Int32Array[] = Array.from(
    { length: SEGMENTS },
    () => new Int32Array(FIRST_ENTRIES * ENTRY_SIZE),
  );
  readonly #used = new Int32Array(SEGMENTS);
  /** Where {@link find} stopped, for {@link findNext}. */
  #hash = 0;
  #at = 0;

  /** Reads the place where a hash would be looked for, and gives what is there: brings it into the cache. */
  touch(hash: number): number {
    const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Int32Array;
    return segment[(hash << 1) & (segment.length - ENTRY_SIZE)] as number;
  }

  /** The first key id with this hash, -1 when there is none. */
  find(hash: number): number {
    const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Int32Array;
    return this.#findFrom(segment, hash, (hash << 1) & (segment.length - ENTRY_SIZE));
  }

  /** The next key id with the hash that {@link find} looked for last. */
  findNext(): number {
    const segment = this.#segments[this.#hash >>> (32 - SEGMENT_BITS)] as Int32Array;
    return this.#findFrom(segment, this.#hash, (this.#at + ENTRY_SIZE) & (segment.length - ENTRY_SIZE));
  }

  /**
   * Adds a key id.
   *
   * @throws RangeError when there is no memory for it.
   */
  add(hash: number, key: number): void {
    const which = hash >>> (32 - SEGMENT_BITS);
    const used = (this.#used[which] as number) + 1;
    let segment = this.#segments[which] as Int32Array;
    if (used * ENTRY_SIZE > segment.length * FULLEST) this.#segments[which] = segment = twiceAsLarge(segment);
    this.#used[which] = used;
    put(segment, hash, key + 1);
  }

  #findFrom(segment: Int32Array, hash: number, from: number): number {
    const last = segment.length - ENTRY_SIZE;
    let at = from;
    while (segment[at + KEY] !== 0) {
      if (segment[at] === hash) {
        this.#hash = hash;
        this.#at = at;
        return (segment[at + KEY] as number) - 1;
      }
      at = (at + ENTRY_SIZE) & last;
    }
    return -1;
  }
}

function twiceAsLarge(segment: Int32Array): Int32Array {
  const larger = new Int32Array(segment.length * 2);
  for (let at = 0; at < segment.length; at += ENTRY_SIZE)
    if (segment[at + KEY] !== 0) put(larger, segment[at] as number, segment[at + KEY] as number);
  return larger;
}

function put(segment: Int32Array, hash: number, value: number): void {
  const last = segment.length - ENTRY_SIZE;
  let at = (hash << 1) & last;
  while (segment[at + KEY] !== 0) at = (at + ENTRY_SIZE) & last;
  segment[at] = hash;
  segment[at + KEY] = value;
}
