import { KeyCells } from './key-cells.js';
import type { ProcessTruth } from './truth.js';

// What is kept of a key: starts in its latest session, starts since that ended, whether the session before was attacked.
const INSIDE = 0;
const AFTER = 1;
const PREVIOUS_ATTACKED = 2;
const CELLS = 3;
const WIDTH = KeyCells.width;

/**
 * Counts process starts by the session of the same user on the same computer that holds their second. A session's end may
 * still move, so starts after it wait until a later LogOff takes them in or the next LogOn leaves them out.
 */
export class ProcessBook {
  readonly truth: ProcessTruth = {
    starts: 0,
    inSessions: 0,
    inAttackedSessions: 0,
    inOpenSessions: 0,
    outside: 0,
  };
  readonly #cells: Int32Array;
  readonly #offset: number;
  /** Starts in the second in which one session ended and the next began: they are the next one's, if that ever ends. */
  readonly #turnedOver = new Map<number, number>();

  /** Takes its cells of every key. */
  constructor(cells: KeyCells) {
    this.#cells = cells.cells;
    this.#offset = cells.reserve(CELLS);
  }

  /** A process started by the key's user on its computer: in its latest session, or after it. */
  started(key: number, held: boolean, turnedOver: boolean): void {
    this.truth.starts++;
    this.#cells[this.#at(key) + (held ? INSIDE : AFTER)]!++;
    if (turnedOver) this.#turnedOver.set(key, (this.#turnedOver.get(key) ?? 0) + 1);
  }

  /** The key's next session begins. */
  opened(key: number): void {
    const after = this.#at(key) + AFTER;
    this.truth.outside += this.#cells[after]!;
    this.#cells[after] = 0;
    if (this.#turnedOver.size > 0) this.#turnedOver.delete(key);
  }

  /** The key's session goes on to now. */
  extended(key: number): void {
    const at = this.#at(key);
    this.#cells[at + INSIDE]! += this.#cells[at + AFTER]!;
    this.#cells[at + AFTER] = 0;
  }

  /** The key's session is complete. */
  session(key: number, attacked: boolean): void {
    const at = this.#at(key);
    this.#add(this.#cells[at + INSIDE]!, attacked);
    this.#cells[at + INSIDE] = 0;
    this.#cells[at + PREVIOUS_ATTACKED] = attacked ? 1 : 0;
  }

  /** The key's session never ended. */
  open(key: number): void {
    const at = this.#at(key);
    const turnedOver = this.#turnedOver.get(key) ?? 0;
    this.#add(turnedOver, this.#cells[at + PREVIOUS_ATTACKED] === 1);
    this.truth.inOpenSessions += this.#cells[at + INSIDE]! - turnedOver;
    this.#cells[at + INSIDE] = 0;
  }

  /** The data ends: what still waits is outside. */
  finish(): void {
    for (let at = this.#offset; at < this.#cells.length; at += WIDTH) {
      this.truth.outside += this.#cells[at + AFTER]!;
      this.#cells[at + AFTER] = 0;
    }
  }

  #at(key: number): number {
    return key * WIDTH + this.#offset;
  }

  #add(starts: number, attacked: boolean): void {
    this.truth.inSessions += starts;
    if (attacked) this.truth.inAttackedSessions += starts;
  }
}
