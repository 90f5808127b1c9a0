import type { ProcessTruth } from './truth.js';

const PREVIOUS_ATTACKED = 1;

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
  /** By key: starts in its latest session, starts since that ended. */
  readonly #inside: Int32Array;
  readonly #after: Int32Array;
  readonly #flags: Uint8Array;
  /** Starts in the second in which one session ended and the next began: they are the next one's, if that ever ends. */
  readonly #turnedOver = new Map<number, number>();

  constructor(keys: number) {
    this.#inside = new Int32Array(keys);
    this.#after = new Int32Array(keys);
    this.#flags = new Uint8Array(keys);
  }

  /** A process started by the key's user on its computer. */
  started(key: number, held: boolean, turnedOver: boolean): void {
    this.truth.starts++;
    if (held) this.#inside[key]!++;
    else this.#after[key]!++;
    if (turnedOver) this.#turnedOver.set(key, (this.#turnedOver.get(key) ?? 0) + 1);
  }

  /** The key's next session begins. */
  opened(key: number): void {
    this.truth.outside += this.#after[key]!;
    this.#after[key] = 0;
    this.#turnedOver.delete(key);
  }

  /** The key's session goes on to now. */
  extended(key: number): void {
    this.#inside[key]! += this.#after[key]!;
    this.#after[key] = 0;
  }

  /** The key's session is complete. */
  session(key: number, attacked: boolean): void {
    this.#add(this.#inside[key]!, attacked);
    this.#inside[key] = 0;
    this.#flags[key] = attacked ? PREVIOUS_ATTACKED : 0;
  }

  /** The key's session never ended. */
  open(key: number): void {
    const turnedOver = this.#turnedOver.get(key) ?? 0;
    this.#add(turnedOver, this.#flags[key] === PREVIOUS_ATTACKED);
    this.truth.inOpenSessions += this.#inside[key]! - turnedOver;
    this.#inside[key] = 0;
  }

  /** The data ends: what still waits is outside. */
  finish(): void {
    for (const waiting of this.#after) this.truth.outside += waiting;
    this.#after.fill(0);
  }

  #add(starts: number, attacked: boolean): void {
    this.truth.inSessions += starts;
    if (attacked) this.truth.inAttackedSessions += starts;
  }
}
