import { CmscError } from './errors.js';
import { IntColumn } from './int-column.js';
import { KeyIndex } from './key-index.js';

const SLOT_BITS = 3;
/** Int32 values a slot: 32 bytes, half a cache line for all there is to know of a key. */
export const SLOT_SIZE = 1 << SLOT_BITS;

/** How many ids make up a key at most; longer keys have their first columns folded into one id. */
export const KEY_WIDTH = 3;

/** Places within a slot. The first are the key's ids; the rest is the user's, zero for a new key. */
export const SLOT_KEY = 0;
export const SLOT_USER = KEY_WIDTH;

/** Int32 values of a slot that are the user's. */
export const SLOT_STATE = SLOT_SIZE - SLOT_USER;

/** How many keys can be looked up ahead at once: their slots stay in the nearest cache until they are used. */
export const LOOKED_UP_ROWS = 512;

const BLOCK_BITS = 14;
const BLOCK_KEYS = 1 << BLOCK_BITS;
/** Key ids are Int32; this leaves room for the arithmetic on them. */
const MOST_KEYS = 2 ** 30;
const UNKNOWN = -1;

/**
 * Keys of up to three ids, each with a slot of integers. Keys get dense ids, from 0, in order of first appearance;
 * slots lie in that order in blocks that never move, and a hash index (key-index.ts) leads to them.
 */
export class KeyTable {
  readonly #index = new KeyIndex();
  readonly #blocks: Int32Array[] = [];
  readonly #columns = Array.from({ length: KEY_WIDTH }, () => new IntColumn());
  readonly #hashes = new Int32Array(LOOKED_UP_ROWS);
  readonly #candidates = new Int32Array(LOOKED_UP_ROWS);
  #size = 0;

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  /** For each key id, its id in the given key column. Good until the next key. */
  column(index: number): Int32Array {
    const column = this.#columns[index] as IntColumn;
    for (let key = column.length; key < this.#size; key++)
      column.push(this.block(key)[this.place(key) + SLOT_KEY + index] as number);
    return column.view();
  }

  /** The array that holds the slot of a key, from {@link place} on. */
  block(key: number): Int32Array {
    return this.#blocks[key >>> BLOCK_BITS] as Int32Array;
  }

  /** Where in its block the slot of a key begins. */
  place(key: number): number {
    return (key & (BLOCK_KEYS - 1)) << SLOT_BITS;
  }

  /**
   * Looks up the keys of rows `from` up to, without, `to`, at most {@link LOOKED_UP_ROWS}, for {@link locateRow}.
   * Nearly every key is two trips to memory; taken together, before anything depends on them, the trips overlap, which
   * one key after the other does not let them do. It more than halves the time of a large table.
   *
   * @returns a number without a meaning, so that the work can't be left out.
   */
  lookUp(
    a: Int32Array,
    b: Int32Array | undefined,
    c: Int32Array | undefined,
    from: number,
    to: number,
  ): number {
    const hashes = this.#hashes;
    const candidates = this.#candidates;
    const index = this.#index;
    const rows = to - from;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const i = from + row;
      const hash = hashKey(a[i] as number, b ? (b[i] as number) : 0, c ? (c[i] as number) : 0);
      hashes[row] = hash;
      sum ^= index.touch(hash);
    }
    for (let row = 0; row < rows; row++) {
      const key = index.find(hashes[row] as number);
      candidates[row] = key;
      if (key !== UNKNOWN) sum ^= this.block(key)[this.place(key)] as number;
    }
    return sum;
  }

  /**
   * The id of the key of a row that was looked up; a new one when there is none yet.
   *
   * @param row the row, counted from the first that was looked up.
   * @throws CmscError TOO_MANY_KEYS when the memory of this machine, or the number of key ids, is at an end.
   */
  locateRow(row: number, a: number, b: number, c: number): number {
    const key = this.#candidates[row] as number;
    if (key !== UNKNOWN && this.#holds(key, a, b, c)) return key;
    return this.#locate(this.#hashes[row] as number, a, b, c);
  }

  /**
   * The id of a key; a new one when there is none yet.
   *
   * @throws CmscError TOO_MANY_KEYS as {@link locateRow}.
   */
  locate(a: number, b: number, c: number): number {
    return this.#locate(hashKey(a, b, c), a, b, c);
  }

  /** Whether there is such a key. */
  has(a: number, b: number, c: number): boolean {
    return this.#find(hashKey(a, b, c), a, b, c) !== UNKNOWN;
  }

  /** What all slots hold besides their keys: {@link SLOT_STATE} values a key, by key id. */
  save(): Int32Array {
    const states = new Int32Array(this.#size * SLOT_STATE);
    for (let key = 0; key < this.#size; key++) {
      const at = this.place(key);
      states.set(this.block(key).subarray(at + SLOT_USER, at + SLOT_SIZE), key * SLOT_STATE);
    }
    return states;
  }

  /** Adds the keys with these columns, in their order, with what their slots held. The table must be empty. */
  load(columns: readonly Int32Array[], states: Int32Array): void {
    const [first, second, third] = columns as [Int32Array, Int32Array, Int32Array];
    first.forEach((a, row) => {
      const key = this.locate(a, second[row] as number, third[row] as number);
      const state = states.subarray(row * SLOT_STATE, (row + 1) * SLOT_STATE);
      this.block(key).set(state, this.place(key) + SLOT_USER);
    });
  }

  #holds(key: number, a: number, b: number, c: number): boolean {
    const block = this.block(key);
    const at = this.place(key);
    return block[at] === a && block[at + 1] === b && block[at + 2] === c;
  }

  #locate(hash: number, a: number, b: number, c: number): number {
    const key = this.#find(hash, a, b, c);
    return key === UNKNOWN ? this.#add(hash, a, b, c) : key;
  }

  #find(hash: number, a: number, b: number, c: number): number {
    let key = this.#index.find(hash);
    while (key !== UNKNOWN && !this.#holds(key, a, b, c)) key = this.#index.findNext();
    return key;
  }

  #add(hash: number, a: number, b: number, c: number): number {
    const key = this.#size;
    try {
      if (key === MOST_KEYS) throw new RangeError('no key id is left');
      if (key === this.#blocks.length << BLOCK_BITS)
        this.#blocks.push(new Int32Array(BLOCK_KEYS * SLOT_SIZE));
      this.#index.add(hash, key);
    } catch (cause) {
      throw tooManyKeys(key, cause);
    }
    const block = this.block(key);
    const at = this.place(key);
    block[at] = a;
    block[at + 1] = b;
    block[at + 2] = c;
    this.#size++;
    return key;
  }
}

function hashKey(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function tooManyKeys(keys: number, cause: unknown): CmscError {
  return new CmscError('limit', 'TOO_MANY_KEYS', `no room for more than ${keys} keys`, {
    hint: 'take the users or computers in several runs with --user or --computer, or use --engine clickhouse://…',
    cause,
  });
}
