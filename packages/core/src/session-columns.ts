import { grown, Growable } from './arrays.js';

/** The end of a session that has none: a key still open at the end of the input. */
export const NO_END = -1;

/** A list of integers a row: row i has `values[offsets[i]]` up to, and without, `values[offsets[i + 1]]`. */
export interface ListColumn {
  /** One more than there are rows, ascending. */
  offsets: Int32Array;
  /** The items of all lists, one list after the other. */
  values: Int32Array;
}

/** The keys behind the key ids of {@link SessionColumns}. */
export interface SessionKeys {
  /** Number of keys: ids go from 0 up to it. */
  readonly size: number;
  /** For each key id, its id in the given key column, counted from 0. Good until there is a new key. */
  column(index: number): Int32Array;
}

/** A batch of sessions as columns. */
export interface SessionColumns {
  /** Number of sessions. */
  length: number;
  /** Dense key ids, numbered in order of each key's first event. */
  key: Int32Array;
  /** Time of the first start, seconds. */
  start: Int32Array;
  /** Time of the last end, seconds, or {@link NO_END}. */
  end: Int32Array;
  /** Number of starts. */
  starts: Int32Array;
  /** Number of ends. */
  ends: Int32Array;
  /** Distinct origins of the starts, in order of appearance; empty lists unless they were asked for. */
  origins: ListColumn;
}

const FIRST_SESSIONS = 1024;

/** Collects sessions one by one into {@link SessionColumns}. */
export class SessionBuffer {
  #length = 0;
  #key = new Int32Array(FIRST_SESSIONS);
  #start = new Int32Array(FIRST_SESSIONS);
  #end = new Int32Array(FIRST_SESSIONS);
  #starts = new Int32Array(FIRST_SESSIONS);
  #ends = new Int32Array(FIRST_SESSIONS);
  #offsets = new Int32Array(FIRST_SESSIONS + 1);
  readonly #origins = new Growable();

  /** Number of sessions. */
  get length(): number {
    return this.#length;
  }

  /** Adds a session. */
  add(key: number, start: number, end: number, starts: number, ends: number): void {
    if (this.#length === this.#key.length) this.#grow();
    const row = this.#length++;
    this.#key[row] = key;
    this.#start[row] = start;
    this.#end[row] = end;
    this.#starts[row] = starts;
    this.#ends[row] = ends;
    this.#offsets[row] = this.#origins.length;
  }

  /** Adds an origin to the session that was added last. */
  addOrigin(id: number): void {
    this.#origins.push(id);
  }

  /** Forgets all sessions. */
  clear(): void {
    this.#length = 0;
    this.#origins.clear();
  }

  /** The sessions themselves, not a copy; good until the next `add` or `clear`. */
  view(): SessionColumns {
    const length = this.#length;
    this.#offsets[length] = this.#origins.length;
    return {
      length,
      key: this.#key.subarray(0, length),
      start: this.#start.subarray(0, length),
      end: this.#end.subarray(0, length),
      starts: this.#starts.subarray(0, length),
      ends: this.#ends.subarray(0, length),
      origins: { offsets: this.#offsets.subarray(0, length + 1), values: this.#origins.view() },
    };
  }

  #grow(): void {
    const capacity = 2 * this.#key.length;
    this.#key = grown(this.#key, capacity);
    this.#start = grown(this.#start, capacity);
    this.#end = grown(this.#end, capacity);
    this.#starts = grown(this.#starts, capacity);
    this.#ends = grown(this.#ends, capacity);
    this.#offsets = grown(this.#offsets, capacity + 1);
  }
}
