import { noSessions, type SessionCounts } from '@cmsc/core';
import { KeyCells } from './key-cells.js';

// States. A key is idle in the first two of them.
const UNSEEN = 0;
const ORPHANED = 1;
const OPEN = 2;
const CLOSED = 3;

// What is kept of a key.
const STATE = 0;
const START = 1;
const END = 2;
const LOGONS = 3;
const LOGOFFS = 4;
const CELLS = 5;
const WIDTH = KeyCells.width;

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
 * with the sessionizer, so that the two can be held against each other. Seconds count from 1, as the data's do.
 */
export class SessionBook {
  readonly counts: SessionCounts = { keys: 0, ...noSessions() };
  readonly #listener: SessionListener;
  readonly #keys: number;
  readonly #cells: Int32Array;
  readonly #offset: number;

  /** Takes its cells of every key. */
  constructor(cells: KeyCells, listener: SessionListener) {
    this.#listener = listener;
    this.#keys = cells.keys;
    this.#cells = cells.cells;
    this.#offset = cells.reserve(CELLS);
  }

  /** Whether the key has a start and no end yet. */
  isOpen(key: number): boolean {
    return this.#cells[this.#at(key) + STATE] === OPEN;
  }

  /** Whether the key had no start yet. */
  isIdle(key: number): boolean {
    return this.#cells[this.#at(key) + STATE]! <= ORPHANED;
  }

  /** Whether the key's latest session, complete or open, holds this second, which must not lie before its start. */
  holds(key: number, time: number): boolean {
    const at = this.#at(key);
    const state = this.#cells[at + STATE];
    return state === OPEN || (state === CLOSED && time <= this.#cells[at + END]!);
  }

  /** Whether the key is open since this very second, in which its session before ended. */
  turnedOver(key: number, time: number): boolean {
    const at = this.#at(key);
    const cells = this.#cells;
    return cells[at + STATE] === OPEN && cells[at + START] === time && cells[at + END] === time;
  }

  /** A LogOn. */
  start(key: number, time: number): void {
    const cells = this.#cells;
    const at = this.#at(key);
    const state = cells[at + STATE];
    if (state === OPEN) {
      this.counts.repeatedStarts++;
      cells[at + LOGONS]!++;
      return;
    }
    if (state === CLOSED) this.#emit(key);
    if (state === UNSEEN) this.counts.keys++;
    cells[at + STATE] = OPEN;
    cells[at + START] = time;
    cells[at + LOGONS] = 1;
    cells[at + LOGOFFS] = 0;
    this.#listener.opened?.(key, time);
  }

  /** A LogOff. */
  end(key: number, time: number): void {
    const cells = this.#cells;
    const at = this.#at(key);
    const state = cells[at + STATE]!;
    cells[at + END] = time;
    cells[at + LOGOFFS]!++;
    if (state === UNSEEN) this.counts.keys++;
    if (state <= ORPHANED) this.counts.orphanEnds++;
    if (state === CLOSED) {
      this.counts.extendingEnds++;
      this.#listener.extended?.(key);
    }
    cells[at + STATE] = state <= ORPHANED ? ORPHANED : CLOSED;
  }

  /** The data ends: hands over what is left. */
  finish(): void {
    for (let key = 0; key < this.#keys; key++) {
      const state = this.#cells[this.#at(key) + STATE];
      if (state === CLOSED) this.#emit(key);
      if (state !== OPEN) continue;
      this.counts.open++;
      this.#listener.open?.(key);
    }
  }

  #at(key: number): number {
    return key * WIDTH + this.#offset;
  }

  #emit(key: number): void {
    const cells = this.#cells;
    const at = this.#at(key);
    const start = cells[at + START]!;
    const end = cells[at + END]!;
    this.counts.sessions++;
    if (start === end) this.counts.zeroLength++;
    this.#listener.session(key, start, end, cells[at + LOGONS]!, cells[at + LOGOFFS]!);
  }
}
