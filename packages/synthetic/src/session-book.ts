import type { SessionCounts } from '@cmsc/core';

const IDLE = 0;
const OPEN = 1;
const CLOSED = 2;

// What is kept of a key.
const STATE = 0;
const START = 1;
const END = 2;
const LOGONS = 3;
const LOGOFFS = 4;
const WIDTH = 5;

/** Told of what happens to the sessions of each key. */
export interface SessionListener {
  /** A start opened a session. The key's session before, if any, has been handed to `session` already. */
  opened?(key: number, time: number): void;
  /** An end moved the end of the key's session to `time`. */
  extended?(key: number): void;
  /** A session is complete: nothing can move its end any more. */
  session(key: number, start: number, end: number, logons: number, logoffs: number): void;
  /** The data ended while a session had a start and no end. */
  open?(key: number): void;
}

/**
 * Follows the planned life of each key and says which sessions it makes: the first start of a run of starts to the last
 * end of the run of ends that follows. It is told of starts and ends in the order in which the rule takes them, which
 * the planner knows, and never sees a row. It is written from the description of the data flow and shares nothing
 * with the sessionizer, so that the two can be held against each other. It takes 20 bytes a key.
 */
export class SessionBook {
  readonly counts: SessionCounts = {
    keys: 0,
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  };
  readonly #listener: SessionListener;
  /** All about a key lies side by side: one miss of the cache, not five. */
  readonly #at: Int32Array;

  constructor(keys: number, listener: SessionListener) {
    this.#listener = listener;
    this.#at = new Int32Array(keys * WIDTH);
    for (let key = 0; key < keys; key++) this.#at[key * WIDTH + END] = -1;
  }

  /** Whether the key has a start and no end yet. */
  isOpen(key: number): boolean {
    return this.#at[key * WIDTH + STATE] === OPEN;
  }

  /** Whether the key had no start yet. */
  isIdle(key: number): boolean {
    return this.#at[key * WIDTH + STATE] === IDLE;
  }

  /** Whether the key's latest session, complete or open, holds this second, which must not lie before its start. */
  holds(key: number, time: number): boolean {
    return (
      this.#at[key * WIDTH + STATE] === OPEN ||
      (this.#at[key * WIDTH + STATE] === CLOSED && time <= this.#at[key * WIDTH + END]!)
    );
  }

  /** Whether the key is open since this very second, in which its session before ended. */
  turnedOver(key: number, time: number): boolean {
    return (
      this.#at[key * WIDTH + STATE] === OPEN &&
      this.#at[key * WIDTH + START] === time &&
      this.#at[key * WIDTH + END] === time
    );
  }

  /** A LogOn. */
  start(key: number, time: number): void {
    if (this.#at[key * WIDTH + STATE] === OPEN) {
      this.counts.repeatedStarts++;
      this.#at[key * WIDTH + LOGONS]!++;
      return;
    }
    if (this.#at[key * WIDTH + STATE] === CLOSED) this.#emit(key);
    else if (this.#at[key * WIDTH + END] === -1) this.counts.keys++;
    this.#at[key * WIDTH + STATE] = OPEN;
    this.#at[key * WIDTH + START] = time;
    this.#at[key * WIDTH + LOGONS] = 1;
    this.#at[key * WIDTH + LOGOFFS] = 0;
    this.#listener.opened?.(key, time);
  }

  /** A LogOff. */
  end(key: number, time: number): void {
    if (this.#at[key * WIDTH + STATE] === IDLE) {
      if (this.#at[key * WIDTH + END] === -1) this.counts.keys++;
      this.counts.orphanEnds++;
    } else {
      this.#at[key * WIDTH + LOGOFFS]!++;
      if (this.#at[key * WIDTH + STATE] === CLOSED) this.#extend(key);
      this.#at[key * WIDTH + STATE] = CLOSED;
    }
    this.#at[key * WIDTH + END] = time;
  }

  /** The data ends: hands over what is left. */
  finish(): void {
    for (let key = 0; key < this.#at.length / WIDTH; key++) {
      if (this.#at[key * WIDTH + STATE] === CLOSED) this.#emit(key);
      if (this.#at[key * WIDTH + STATE] !== OPEN) continue;
      this.counts.open++;
      this.#listener.open?.(key);
    }
  }

  #extend(key: number): void {
    this.counts.extendingEnds++;
    this.#listener.extended?.(key);
  }

  #emit(key: number): void {
    const start = this.#at[key * WIDTH + START]!;
    const end = this.#at[key * WIDTH + END]!;
    this.counts.sessions++;
    if (start === end) this.counts.zeroLength++;
    this.#listener.session(
      key,
      start,
      end,
      this.#at[key * WIDTH + LOGONS]!,
      this.#at[key * WIDTH + LOGOFFS]!,
    );
  }
}
