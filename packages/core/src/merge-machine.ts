import type { KeyedMachine } from './keyed-machine.js';
import { noSessions } from './ledger.js';
import { type IdSets, LargeCounts } from './slot-overflow.js';
import { NO_END, type SessionBuffer } from './session-columns.js';
import { COUNTS, END, IDLE, NO_ORIGIN, OPEN, ORIGINS, START } from './slots.js';
import { SLOT_BITS } from './key-slots.js';

const ONE_START = 1;
const ONE_END = 0x10000;
const MOST = 0xffff;

/** The machine of machine.ts: S+ E+ is one session. */
export class MergeMachine implements KeyedMachine {
  readonly counts = noSessions();
  readonly #sessions: SessionBuffer;
  readonly #origins: IdSets;
  readonly #large = new LargeCounts();
  readonly #restarts: boolean;

  /** Sessions go to `sessions`; `origins` holds the sets that slots refer to; `restarts` as {@link transition} has it. */
  constructor(sessions: SessionBuffer, origins: IdSets, restarts: boolean) {
    this.#sessions = sessions;
    this.#origins = origins;
    this.#restarts = restarts;
  }

  start(slots: Int32Array, at: number, time: number, origin: number): void {
    const end = slots[at + END] as number;
    if (end === OPEN && !this.#restarts) {
      this.counts.repeatedStarts++;
      const counts = slots[at + COUNTS] as number;
      slots[at + COUNTS] =
        ((counts & MOST) === MOST ? this.#large.moveStarts(at >>> SLOT_BITS, counts) : counts) + ONE_START;
      if (origin === NO_ORIGIN) return;
      slots[at + ORIGINS] = this.#origins.add(slots[at + ORIGINS] as number, origin);
      return;
    }
    if (end === OPEN) this.#leaveOpen(slots, at);
    else if (end !== IDLE) this.#emit(slots, at, ~end);
    slots[at + START] = time;
    slots[at + END] = OPEN;
    slots[at + COUNTS] = ONE_START;
    // The handle of a set of one id is that id + 1, and 0 that of the empty one.
    slots[at + ORIGINS] = origin + 1;
  }

  end(slots: Int32Array, at: number, time: number): void {
    const end = slots[at + END];
    if (end === IDLE) {
      this.counts.orphanEnds++;
      return;
    }
    if (end !== OPEN) this.counts.extendingEnds++;
    slots[at + END] = ~time;
    const counts = slots[at + COUNTS] as number;
    slots[at + COUNTS] =
      (counts >>> 16 === MOST ? this.#large.moveEnds(at >>> SLOT_BITS, counts) : counts) + ONE_END;
  }

  isOpen(slots: Int32Array, at: number): boolean {
    return slots[at + END] === OPEN;
  }

  saveNodes(): Int32Array {
    return this.#large.save();
  }

  load(counts: KeyedMachine['counts'], nodes: Int32Array): void {
    Object.assign(this.counts, counts);
    this.#large.load(nodes);
  }

  finish(slots: Int32Array, at: number): void {
    const end = slots[at + END] as number;
    if (end === IDLE) return;
    if (end === OPEN) this.#leaveOpen(slots, at);
    else this.#emit(slots, at, ~end);
  }

  #leaveOpen(slots: Int32Array, at: number): void {
    this.counts.open++;
    this.#add(slots, at, NO_END);
  }

  #emit(slots: Int32Array, at: number, end: number): void {
    this.counts.sessions++;
    if (slots[at + START] === end) this.counts.zeroLength++;
    this.#add(slots, at, end);
  }

  #add(slots: Int32Array, at: number, end: number): void {
    const key = at >>> SLOT_BITS;
    const counts = slots[at + COUNTS] as number;
    let starts = counts & MOST;
    let ends = counts >>> 16;
    if (this.#large.size > 0) {
      const moved = this.#large.take(key);
      starts += moved.starts;
      ends += moved.ends;
    }
    this.#sessions.add(key, slots[at + START] as number, end, starts, ends);
    const handle = slots[at + ORIGINS] as number;
    if (handle === 0) return;
    if (handle > 0) this.#sessions.addOrigin(handle - 1);
    else for (const id of this.#origins.ids(handle)) this.#sessions.addOrigin(id);
    this.#origins.release(handle);
  }
}
