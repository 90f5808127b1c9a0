import type { SessionCounts } from './ledger.js';

/**
 * The machine of one pairing over the slots of the key table. The slot of a key begins at `at` of
 * `slots`; slots.ts has what it holds.
 */
export interface KeyedMachine {
  /** What became of the events so far, but for the number of keys. */
  readonly counts: Omit<SessionCounts, 'keys'>;
  start(slots: Int32Array, at: number, time: number, origin: number): void;
  end(slots: Int32Array, at: number, time: number): void;
  /** Whether a start of the key waits for its end. */
  isOpen(slots: Int32Array, at: number): boolean;
  /** What it holds outside the slots; empty when that is nothing. */
  saveNodes(): Int32Array;
  /** Takes over the counts and nodes of an earlier machine. */
  load(counts: Omit<SessionCounts, 'keys'>, nodes: Int32Array): void;
  /** Brings out what is still inside a key: complete sessions, and open ones without an end. */
  finish(slots: Int32Array, at: number): void;
}
