import { CmscError } from './errors.js';
import { KeyColumns, loadKeys, loadSlots, saveSlots, SLOT_BITS, SLOT_SIZE } from './key-slots.js';
import { KeyIndex, MOST_INDEXED_KEYS, NO_KEY } from './key-index.js';

/** How many rows are looked up at once: their slots stay in the nearest cache until they are used. */
export const LOOKED_UP_ROWS = 512;

const FIRST_KEYS = 512;
const GROWTH = 8;

/**
 * Keys of up to three ids, each with a slot of integers. Keys get dense ids, from 0, in order of first appearance;
 * slots lie in that order, and a hash index (key-index.ts) leads to them.
 */
export class KeyTable {
  /** The keys of the rows that {@link locateRows} was given last: `NO_KEY` for rows that were left out. */
  readonly found = new Int32Array(LOOKED_UP_ROWS);
  readonly #index = new KeyIndex();
  readonly #columns = new KeyColumns();
  readonly #hashes = new Int32Array(LOOKED_UP_ROWS);
  #slots = new Int32Array(FIRST_KEYS * SLOT_SIZE);
  #noIds = new Int32Array(0);
  #size = 0;

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  /** The slots of all keys, by key id. Another array whenever there is a new key. */
  get slots(): Int32Array {
    return this.#slots;
  }

  /** For each key id, its id in the given key column. Good until the next key. */
  column(index: number): Int32Array {
    return this.#columns.column(index, this.#slots, this.#size);
  }

  /**
   * Puts the key ids of rows `from` up to, without, `to`, at most {@link LOOKED_UP_ROWS}, into {@link found}: new ones
   * for keys that are new. Rows of the kinds from `without` on are left out.
   *
   * @param ids the key's columns, 1 to 3.
   * @throws CmscError TOO_MANY_KEYS when the memory of this machine, or the number of key ids, is at an end.
   */
  locateRows(ids: readonly Int32Array[], kinds: Uint8Array, without: number, from: number, to: number): void {
    const rows = to - from;
    const a = ids[0] as Int32Array;
    const b = ids[1] ?? this.#zeros(to);
    const c = ids[2] ?? this.#zeros(to);
    const found = this.found;
    this.#hashRows(a, b, c, from, rows);
    this.#index.findAll(this.#hashes, found, rows);
    this.#touchSlots(rows);
    let slots = this.#slots;
    for (let row = 0; row < rows; row++) {
      const i = from + row;
      const at = (found[row] as number) << SLOT_BITS;
      if ((kinds[i] as number) >= without) found[row] = NO_KEY;
      else if (at < 0 || slots[at] !== a[i] || slots[at + 1] !== b[i] || slots[at + 2] !== c[i]) {
        const hash = this.#hashes[row] as number;
        found[row] = this.#locate(hash, a[i] as number, b[i] as number, c[i] as number);
        slots = this.#slots;
      }
    }
  }

  /**
   * The id of a key; a new one when there is none yet.
   *
   * @throws CmscError TOO_MANY_KEYS as {@link locateRows}.
   */
  locate(a: number, b: number, c: number): number {
    return this.#locate(hashKey(a, b, c), a, b, c);
  }

  /** Whether there is such a key. */
  has(a: number, b: number, c: number): boolean {
    return this.#find(hashKey(a, b, c), a, b, c) !== NO_KEY;
  }

  /** What all slots hold besides their keys: so many values as the user has a key, by key id. */
  save(): Int32Array {
    return saveSlots(this.#slots, this.#size);
  }

  /** Adds the keys with these columns, in their order, with what their slots held. The table must be empty. */
  load(columns: readonly Int32Array[], states: Int32Array): void {
    loadKeys(columns, (a, b, c) => this.locate(a, b, c));
    loadSlots(this.#slots, states);
  }

  #hashRows(a: Int32Array, b: Int32Array, c: Int32Array, from: number, rows: number): void {
    const hashes = this.#hashes;
    for (let row = 0; row < rows; row++) {
      const i = from + row;
      hashes[row] = hashKey(a[i] as number, b[i] as number, c[i] as number);
    }
  }

  /** At least so many zeros: the column that a shorter key lacks. */
  #zeros(length: number): Int32Array {
    if (this.#noIds.length < length) this.#noIds = new Int32Array(2 * length);
    return this.#noIds;
  }

  /** Brings the slots that were found into the cache; see key-index.ts for why so. */
  #touchSlots(rows: number): void {
    const slots = this.#slots;
    const found = this.found;
    let touched = 0;
    for (let row = 0; row < rows; row++) {
      const key = found[row] as number;
      if (key >= 0) touched ^= slots[key << SLOT_BITS] as number;
    }
    this.#index.touched ^= touched;
  }

  #locate(hash: number, a: number, b: number, c: number): number {
    const key = this.#find(hash, a, b, c);
    return key === NO_KEY ? this.#add(hash, a, b, c) : key;
  }

  #find(hash: number, a: number, b: number, c: number): number {
    let key = this.#index.find(hash);
    while (key !== NO_KEY && !this.#holds(key, a, b, c)) key = this.#index.findNext(hash);
    return key;
  }

  #holds(key: number, a: number, b: number, c: number): boolean {
    const slots = this.#slots;
    const at = key << SLOT_BITS;
    return slots[at] === a && slots[at + 1] === b && slots[at + 2] === c;
  }

  #add(hash: number, a: number, b: number, c: number): number {
    const key = this.#size;
    const at = key << SLOT_BITS;
    try {
      if (key === MOST_INDEXED_KEYS) throw new RangeError('no key id is left');
      if (at === this.#slots.length) this.#slots = enlarged(this.#slots);
      if (this.#index.isFull) this.#growIndex();
      this.#index.add(hash, key);
    } catch (cause) {
      throw tooManyKeys(key, cause);
    }
    this.#slots[at] = a;
    this.#slots[at + 1] = b;
    this.#slots[at + 2] = c;
    this.#size++;
    return key;
  }

  #growIndex(): void {
    const slots = this.#slots;
    this.#index.double();
    for (let key = 0, at = 0; key < this.#size; key++, at += SLOT_SIZE)
      this.#index.add(hashKey(slots[at] as number, slots[at + 1] as number, slots[at + 2] as number), key);
  }
}

function hashKey(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Far more room: what is not used of it is not taken from the machine, and copying is seldom. */
function enlarged(slots: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.min(GROWTH * slots.length, MOST_INDEXED_KEYS * SLOT_SIZE));
  larger.set(slots);
  return larger;
}

/** What is thrown when there is no room for one key more. */
export function tooManyKeys(keys: number, cause: unknown): CmscError {
  return new CmscError('limit', 'TOO_MANY_KEYS', `no room for more than ${keys} keys`, {
    hint: 'take the users or computers in several runs with --user or --computer, or use --engine clickhouse://…',
    cause,
  });
}
