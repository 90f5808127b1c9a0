import { isNoPlainValue, tooManyNames, type NameTable } from './name-table.js';

const FIRST_SLOTS = 4096;
const FIRST_TEXT_BYTES = 65_536;

/** A dictionary of names as bytes: a hash table from names to ids, numbered from 0 in the order in which they were added. */
export class ByteNames implements NameTable {
  #size = 0;
  /** For each slot the hash of its name and the id plus one (0: the slot is free). */
  #slots = new Int32Array(2 * FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #text = new Uint8Array(FIRST_TEXT_BYTES);
  /** Where the text of each name ends, by id. It begins where that of the one before ends. */
  #ends = new Uint32Array(FIRST_SLOTS / 2);
  readonly #encoder = new TextEncoder();
  /** A byte order mark is part of a name like any other character. */
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  get size(): number {
    return this.#size;
  }

  /** @throws CmscError TOO_MANY_KEYS when there is no memory for it. */
  add(name: string): void {
    if (isNoPlainValue(name)) {
      this.#append(new Uint8Array(0), 0, 0);
      return;
    }
    const bytes = this.#encoder.encode(name);
    this.#put(hashOf(bytes, 0, bytes.length), this.#append(bytes, 0, bytes.length));
  }

  name(id: number): string {
    return this.#decoder.decode(this.#text.subarray(this.#begin(id), this.#ends[id]));
  }

  /**
   * The id of the name from `begin` to `end`, a new one when it has none yet.
   *
   * @throws CmscError TOO_MANY_KEYS when there is no memory for it.
   */
  intern(bytes: Uint8Array, begin: number, end: number): number {
    const hash = hashOf(bytes, begin, end);
    const slots = this.#slots;
    const mask = this.#mask;
    for (let index = hash & mask; slots[2 * index + 1] !== 0; index = (index + 1) & mask) {
      if (slots[2 * index] !== hash) continue;
      const id = slots[2 * index + 1]! - 1;
      if (this.#isSame(id, bytes, begin, end)) return id;
    }
    const id = this.#append(bytes, begin, end);
    this.#put(hash, id);
    return id;
  }

  #begin(id: number): number {
    return id === 0 ? 0 : this.#ends[id - 1]!;
  }

  #isSame(id: number, bytes: Uint8Array, begin: number, end: number): boolean {
    const text = this.#text;
    let at = this.#begin(id);
    if (this.#ends[id]! - at !== end - begin) return false;
    for (let i = begin; i < end; i++) if (text[at++] !== bytes[i]) return false;
    return true;
  }

  #append(bytes: Uint8Array, begin: number, end: number): number {
    const at = this.#size === 0 ? 0 : this.#ends[this.#size - 1]!;
    try {
      this.#reserve(at + end - begin);
    } catch (error) {
      throw tooManyNames(error);
    }
    for (let i = begin; i < end; i++) this.#text[at + i - begin] = bytes[i]!;
    this.#ends[this.#size] = at + end - begin;
    return this.#size++;
  }

  /** Room for one more name, with the text ending at `textBytes`. */
  #reserve(textBytes: number): void {
    if (textBytes > this.#text.length) {
      const larger = new Uint8Array(Math.max(textBytes, 2 * this.#text.length));
      larger.set(this.#text);
      this.#text = larger;
    }
    if (this.#size === this.#ends.length) this.#double();
  }

  #double(): void {
    const ends = new Uint32Array(2 * this.#ends.length);
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#mask = old.length - 1;
    ends.set(this.#ends);
    this.#ends = ends;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1]! > 0) this.#put(old[i]!, old[i + 1]! - 1);
  }

  #put(hash: number, id: number): void {
    let index = hash & this.#mask;
    while (this.#slots[2 * index + 1]! > 0) index = (index + 1) & this.#mask;
    this.#slots[2 * index] = hash;
    this.#slots[2 * index + 1] = id + 1;
  }
}

/** FNV-1a, and the last step of MurmurHash3, which spreads the high bits to the low ones that choose the slot. */
function hashOf(bytes: Uint8Array, begin: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = begin; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
