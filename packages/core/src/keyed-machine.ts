import type { SessionCounts } from './ledger.js';

/**
 * The machine of one pairing over the slots of the key table. `segment` and `at` say where a key's slot is
 * (slots.ts has what it holds).
 */
export interface KeyedMachine {
  /** What became of the events so far, but for the number of keys. */
  readonly counts: Omit<SessionCounts, 'keys'>;
  start(segment: Int32Array, at: number, time: number, origin: number): void;
  end(segment: Int32Array, at: number, time: number): void;
  /** What it holds outside the slots; empty when that is nothing. */
  saveNodes(): Int32Array;
  /** Takes over the counts and nodes of an earlier machine. */
  load(counts: Omit<SessionCounts, 'keys'>, nodes: Int32Array): void;
  /** Brings out what is still inside a key: complete sessions, and open ones without an end. */
  finish(segment: Int32Array, at: number): void;
}
