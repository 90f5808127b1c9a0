import { CmscError } from './errors.js';
import { IntColumn } from './int-column.js';

const SLOT_BITS = 4;
/** Int32 values a slot: 64 bytes, so that all there is to know of a key shares a cache line or two. */
export const SLOT_SIZE = 1 << SLOT_BITS;
/** Places within a slot. The rest, up to {@link SLOT_SIZE}, is the user's, zero for a new key. */
export const SLOT_KEY = 0;
export const SLOT_USER = 4;

/** Int32 values of a slot that are the user's. */
export const SLOT_STATE = SLOT_SIZE - SLOT_USER;

/** How many ids make up a key at most; longer keys have their first columns folded into one id. */
export const KEY_WIDTH = 3;

const SEGMENT_BITS = 6;
const SEGMENTS = 1 << SEGMENT_BITS;
const FIRST_SLOTS = 64;
const FULLEST = 0.7;
/** Key ids are Int32; this leaves room for the arithmetic on them. */
const MOST_KEYS = 2 ** 30;

/**
 * A hash table from keys of up to three ids to a slot of integers, with open addressing in interleaved Int32Arrays.
 * It is cut into segments by hash, so that growing moves a small part of it at a time.
 * Keys get dense ids, from 0, in order of first appearance.
 */
export class KeyTable {
  readonly #segments: Int32Array[] = [];
  readonly #used = new Int32Array(SEGMENTS);
  readonly #first = new IntColumn();
  readonly #second = new IntColumn();
  readonly #third = new IntColumn();
  #size = 0;
  /** The segment that holds the slot which {@link locate} found last. */
  segment: Int32Array;

  constructor() {
    for (let i = 0; i < SEGMENTS; i++) this.#segments.push(new Int32Array(FIRST_SLOTS * SLOT_SIZE));
    this.segment = this.#segments[0] as Int32Array;
  }

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  /** For each key id, its id in the given key column. */
  column(index: number): Int32Array {
    return ([this.#first, this.#second, this.#third][index] as IntColumn).view();
  }

  /**
   * Finds the slot of a key, or makes one: afterwards {@link segment} holds it from the returned offset on.
   *
   * @throws CmscError TOO_MANY_KEYS when the memory of this machine, or the number of key ids, is at an end.
   */
  locate(a: number, b: number, c: number): number {
    const hash = hashKey(a, b, c);
    const which = hash >>> (32 - SEGMENT_BITS);
    const segment = this.#segments[which] as Int32Array;
    const last = segment.length - SLOT_SIZE;
    let at = (hash << SLOT_BITS) & last;
    while (segment[at + SLOT_KEY] !== 0) {
      if (segment[at + 1] === a && segment[at + 2] === b && segment[at + 3] === c) {
        this.segment = segment;
        return at;
      }
      at = (at + SLOT_SIZE) & last;
    }
    return this.#insert(which, hash, a, b, c);
  }

  /**
   * Touches the slots where the keys of rows `from` up to, without, `to` begin to be looked for. Nearly every key is a
   * trip to memory; taken together, before anything depends on them, the trips overlap, which {@link locate} one by one
   * does not let them do. It more than halves the time of a large table.
   *
   * @returns a number without a meaning, so that the work can't be left out.
   */
  touch(
    a: Int32Array,
    b: Int32Array | undefined,
    c: Int32Array | undefined,
    from: number,
    to: number,
  ): number {
    let sum = 0;
    for (let i = from; i < to; i++) {
      const hash = hashKey(a[i] as number, b ? (b[i] as number) : 0, c ? (c[i] as number) : 0);
      const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Int32Array;
      const at = (hash << SLOT_BITS) & (segment.length - SLOT_SIZE);
      // Both ends: memory is not always handed out so that a slot fills one cache line.
      sum ^= (segment[at] as number) ^ (segment[at + SLOT_SIZE - 1] as number);
    }
    return sum;
  }

  /** Whether there is such a key. */
  has(a: number, b: number, c: number): boolean {
    const hash = hashKey(a, b, c);
    const segment = this.#segments[hash >>> (32 - SEGMENT_BITS)] as Int32Array;
    const last = segment.length - SLOT_SIZE;
    for (let at = (hash << SLOT_BITS) & last; segment[at + SLOT_KEY] !== 0; at = (at + SLOT_SIZE) & last)
      if (segment[at + 1] === a && segment[at + 2] === b && segment[at + 3] === c) return true;
    return false;
  }

  /** The segment and offset of every key's slot, by key id. */
  *slots(): Generator<[segment: Int32Array, at: number]> {
    const places = new Float64Array(this.#size);
    this.#segments.forEach((segment, which) => {
      for (let at = 0; at < segment.length; at += SLOT_SIZE) {
        const id = (segment[at + SLOT_KEY] as number) - 1;
        if (id >= 0) places[id] = at * SEGMENTS + which;
      }
    });
    for (const place of places)
      yield [this.#segments[place % SEGMENTS] as Int32Array, Math.floor(place / SEGMENTS)];
  }

  /** What all slots hold besides their keys: {@link SLOT_STATE} values a key, by key id. */
  save(): Int32Array {
    const states = new Int32Array(this.#size * SLOT_STATE);
    let next = 0;
    for (const [segment, at] of this.slots()) {
      states.set(segment.subarray(at + SLOT_USER, at + SLOT_SIZE), next);
      next += SLOT_STATE;
    }
    return states;
  }

  /** Adds the keys with these columns, in their order, with what their slots held. The table must be empty. */
  load(columns: readonly Int32Array[], states: Int32Array): void {
    const [first, second, third] = columns as [Int32Array, Int32Array, Int32Array];
    first.forEach((a, key) => {
      const at = this.locate(a, second[key] as number, third[key] as number);
      this.segment.set(states.subarray(key * SLOT_STATE, (key + 1) * SLOT_STATE), at + SLOT_USER);
    });
  }

  #insert(which: number, hash: number, a: number, b: number, c: number): number {
    if (this.#size === MOST_KEYS) throw tooManyKeys(this.#size);
    let segment = this.#segments[which] as Int32Array;
    const used = (this.#used[which] as number) + 1;
    this.#used[which] = used;
    if (used * SLOT_SIZE > segment.length * FULLEST) segment = this.#grow(which);
    const at = freeSlot(segment, hash);
    segment[at + SLOT_KEY] = ++this.#size;
    segment[at + 1] = a;
    segment[at + 2] = b;
    segment[at + 3] = c;
    this.#first.push(a);
    this.#second.push(b);
    this.#third.push(c);
    this.segment = segment;
    return at;
  }

  #grow(which: number): Int32Array {
    const old = this.#segments[which] as Int32Array;
    const larger = allocate(old.length * 2, this.#size);
    for (let at = 0; at < old.length; at += SLOT_SIZE) {
      if (old[at + SLOT_KEY] === 0) continue;
      const hash = hashKey(old[at + 1] as number, old[at + 2] as number, old[at + 3] as number);
      const to = freeSlot(larger, hash);
      for (let i = 0; i < SLOT_SIZE; i++) larger[to + i] = old[at + i] as number;
    }
    this.#segments[which] = larger;
    return larger;
  }
}

function hashKey(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function freeSlot(segment: Int32Array, hash: number): number {
  const last = segment.length - SLOT_SIZE;
  let at = (hash << SLOT_BITS) & last;
  while (segment[at + SLOT_KEY] !== 0) at = (at + SLOT_SIZE) & last;
  return at;
}

function allocate(length: number, keys: number): Int32Array {
  try {
    return new Int32Array(length);
  } catch (cause) {
    throw tooManyKeys(keys, cause);
  }
}

function tooManyKeys(keys: number, cause?: unknown): CmscError {
  return new CmscError('limit', 'TOO_MANY_KEYS', `no room for more than ${keys} keys`, {
    hint: 'take the users or computers in several runs with --user or --computer, or use --engine clickhouse://…',
    cause,
  });
}
