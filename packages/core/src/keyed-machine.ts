import type { SessionCounts } from './ledger.js';

/**
 * The machine of one pairing over the slots of the key table. `block` and `at` say where the slot of `key` is
 * (slots.ts has what it holds).
 */
export interface KeyedMachine {
  /** What became of the events so far, but for the number of keys. */
  readonly counts: Omit<SessionCounts, 'keys'>;
  start(block: Int32Array, at: number, key: number, time: number, origin: number): void;
  end(block: Int32Array, at: number, key: number, time: number): void;
  /** Whether a start of the key waits for its end. */
  isOpen(block: Int32Array, at: number): boolean;
  /** What it holds outside the slots; empty when that is nothing. */
  saveNodes(): Int32Array;
  /** Takes over the counts and nodes of an earlier machine. */
  load(counts: Omit<SessionCounts, 'keys'>, nodes: Int32Array): void;
  /** Brings out what is still inside a key: complete sessions, and open ones without an end. */
  finish(block: Int32Array, at: number, key: number): void;
}
