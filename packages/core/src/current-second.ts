import { IdLists } from './id-lists.js';
import type { KeyTable } from './key-table.js';
import type { ListColumn } from './session-columns.js';
import { IN_SECOND, NO_ORIGIN } from './slots.js';

const ENTRY_BITS = 2;
const ENTRY_SIZE = 1 << ENTRY_BITS;
/** Places within an entry. */
const KEY = 0;
const STARTS = 1;
const ENDS = 2;
const ORIGINS = 3;
const FIRST_ENTRIES = 1024;

/** The events of one key in one second. */
export interface TiedEvents {
  key: number;
  starts: number;
  ends: number;
  /** Origins of the starts: a handle for {@link CurrentSecond.origins}. */
  origins: number;
}

/** A second that is not over, as plain numbers. */
export interface SecondState {
  time: number;
  /** Key, starts, ends and handle of each key, alternating. */
  entries: Int32Array;
  origins: ListColumn;
}

/**
 * Gathers the events of a second by key, for tie rules that need all of a second. A slot says at which entry its key
 * stands; the entry says whether that is still so, which makes forgetting a second a matter of one assignment.
 */
export class CurrentSecond {
  /** The second, -1 before the first. */
  time = -1;
  /** Origins behind the handles. */
  readonly origins = new IdLists();
  #entries = new Int32Array(FIRST_ENTRIES * ENTRY_SIZE);
  /** Number of keys with an event. */
  #length = 0;

  /** Number of keys with an event. */
  get length(): number {
    return this.#length;
  }

  /** Adds a start of a key, whose slot begins at `at` of `block`. */
  addStart(block: Int32Array, at: number, key: number, origin: number): void {
    const entry = this.#entryOf(block, at, key);
    const entries = this.#entries;
    entries[entry + STARTS] = (entries[entry + STARTS] as number) + 1;
    if (origin === NO_ORIGIN) return;
    const handle = entries[entry + ORIGINS] as number;
    // The handle of a list of one id is that id + 1.
    entries[entry + ORIGINS] = handle === 0 ? origin + 1 : this.origins.append(handle, origin);
  }

  /** Adds an end of a key, whose slot begins at `at` of `block`. */
  addEnd(block: Int32Array, at: number, key: number): void {
    const entry = this.#entryOf(block, at, key);
    this.#entries[entry + ENDS] = (this.#entries[entry + ENDS] as number) + 1;
  }

  /** Puts the events of the key at `place`, from 0 in order of appearance, into `events`. */
  read(place: number, events: TiedEvents): void {
    const entries = this.#entries;
    const entry = place << ENTRY_BITS;
    events.key = entries[entry + KEY] as number;
    events.starts = entries[entry + STARTS] as number;
    events.ends = entries[entry + ENDS] as number;
    events.origins = entries[entry + ORIGINS] as number;
  }

  /** Forgets all events, and begins another second. The origins have to be released by whoever read them. */
  begin(time: number): void {
    this.time = time;
    this.#length = 0;
  }

  /** What {@link load} goes on from. */
  save(): SecondState {
    return {
      time: this.time,
      entries: this.#entries.slice(0, this.#length << ENTRY_BITS),
      origins: this.origins.save(),
    };
  }

  /** Goes on where a second was saved; `keys` must be as they were then. */
  load({ time, entries, origins }: SecondState, keys: KeyTable): void {
    this.begin(time);
    this.origins.load(origins);
    for (let from = 0; from < entries.length; from += ENTRY_SIZE) {
      const key = entries[from + KEY] as number;
      const entry = this.#entryOf(keys.block(key), keys.place(key), key);
      this.#entries.set(entries.subarray(from, from + ENTRY_SIZE), entry);
    }
  }

  #entryOf(block: Int32Array, at: number, key: number): number {
    const place = block[at + IN_SECOND] as number;
    const entry = place << ENTRY_BITS;
    if (place < this.#length && this.#entries[entry + KEY] === key) return entry;
    return this.#addEntry(block, at, key);
  }

  #addEntry(block: Int32Array, at: number, key: number): number {
    const entry = this.#length << ENTRY_BITS;
    if (entry === this.#entries.length) {
      const larger = new Int32Array(this.#entries.length * 2);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    block[at + IN_SECOND] = this.#length++;
    this.#entries[entry + KEY] = key;
    this.#entries[entry + STARTS] = this.#entries[entry + ENDS] = this.#entries[entry + ORIGINS] = 0;
    return entry;
  }
}
