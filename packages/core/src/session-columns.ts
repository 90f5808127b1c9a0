import { IntColumn } from './int-column.js';

/** The end of a session that has none: a key still open at the end of the input. */
export const NO_END = -1;

/** A list of integers a row: row i has `values[offsets[i]]` up to, and without, `values[offsets[i + 1]]`. */
export interface ListColumn {
  /** One more than there are rows, ascending. */
  offsets: Int32Array;
  values: Int32Array;
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

/** Collects sessions one by one into {@link SessionColumns}. */
export class SessionBuffer {
  readonly #key = new IntColumn();
  readonly #start = new IntColumn();
  readonly #end = new IntColumn();
  readonly #starts = new IntColumn();
  readonly #ends = new IntColumn();
  readonly #offsets = new IntColumn();
  readonly #origins = new IntColumn();

  /** Number of sessions. */
  get length(): number {
    return this.#key.length;
  }

  /** Adds a session. */
  add(key: number, start: number, end: number, starts: number, ends: number): void {
    this.#key.push(key);
    this.#start.push(start);
    this.#end.push(end);
    this.#starts.push(starts);
    this.#ends.push(ends);
    this.#offsets.push(this.#origins.length);
  }

  /** Adds an origin to the session that was added last. */
  addOrigin(id: number): void {
    this.#origins.push(id);
  }

  /** Forgets all sessions. */
  clear(): void {
    for (const column of [
      this.#key,
      this.#start,
      this.#end,
      this.#starts,
      this.#ends,
      this.#offsets,
      this.#origins,
    ])
      column.clear();
  }

  /** The sessions themselves, not a copy; good until the next `add` or `clear`. */
  view(): SessionColumns {
    this.#offsets.push(this.#origins.length);
    const offsets = this.#offsets.view();
    return {
      length: this.#key.length,
      key: this.#key.view(),
      start: this.#start.view(),
      end: this.#end.view(),
      starts: this.#starts.view(),
      ends: this.#ends.view(),
      origins: { offsets, values: this.#origins.view() },
    };
  }
}
