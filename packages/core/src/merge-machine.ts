import type { IdSets } from './id-lists.js';
import { SLOT_KEY } from './key-table.js';
import type { KeyedMachine } from './keyed-machine.js';
import { NO_END, type SessionBuffer } from './session-columns.js';
import {
  CLOSED_PHASE,
  END,
  ENDS,
  IDLE_PHASE,
  NO_ORIGIN,
  OPEN_PHASE,
  ORIGINS,
  PHASE,
  START,
  STARTS,
} from './slots.js';

/** The machine of machine.ts: S+ E+ is one session. */
export class MergeMachine implements KeyedMachine {
  readonly counts = {
    sessions: 0,
    zeroLength: 0,
    repeatedStarts: 0,
    extendingEnds: 0,
    orphanEnds: 0,
    open: 0,
  };
  readonly #sessions: SessionBuffer;
  readonly #origins: IdSets;

  /** Sessions go to `sessions`; `origins` holds the sets that slots refer to. */
  constructor(sessions: SessionBuffer, origins: IdSets) {
    this.#sessions = sessions;
    this.#origins = origins;
  }

  start(segment: Int32Array, at: number, time: number, origin: number): void {
    const phase = segment[at + PHASE];
    if (phase === OPEN_PHASE) {
      this.counts.repeatedStarts++;
      segment[at + STARTS] = (segment[at + STARTS] as number) + 1;
    } else {
      if (phase === CLOSED_PHASE) this.#emit(segment, at);
      segment[at + PHASE] = OPEN_PHASE;
      segment[at + START] = time;
      segment[at + STARTS] = 1;
      segment[at + ENDS] = 0;
    }
    if (origin !== NO_ORIGIN)
      segment[at + ORIGINS] = this.#origins.add(segment[at + ORIGINS] as number, origin);
  }

  end(segment: Int32Array, at: number, time: number): void {
    const phase = segment[at + PHASE];
    if (phase === IDLE_PHASE) {
      this.counts.orphanEnds++;
      return;
    }
    if (phase === CLOSED_PHASE) this.counts.extendingEnds++;
    segment[at + PHASE] = CLOSED_PHASE;
    segment[at + END] = time;
    segment[at + ENDS] = (segment[at + ENDS] as number) + 1;
  }

  saveNodes(): Int32Array {
    return new Int32Array(0);
  }

  load(counts: KeyedMachine['counts']): void {
    Object.assign(this.counts, counts);
  }

  finish(segment: Int32Array, at: number): void {
    const phase = segment[at + PHASE];
    if (phase === CLOSED_PHASE) this.#emit(segment, at);
    if (phase !== OPEN_PHASE) return;
    this.counts.open++;
    this.#add(segment, at, NO_END);
  }

  #emit(segment: Int32Array, at: number): void {
    this.counts.sessions++;
    if (segment[at + START] === segment[at + END]) this.counts.zeroLength++;
    this.#add(segment, at, segment[at + END] as number);
  }

  #add(segment: Int32Array, at: number, end: number): void {
    const key = (segment[at + SLOT_KEY] as number) - 1;
    const start = segment[at + START] as number;
    this.#sessions.add(key, start, end, segment[at + STARTS] as number, segment[at + ENDS] as number);
    const handle = segment[at + ORIGINS] as number;
    if (handle === 0) return;
    if (handle > 0) this.#sessions.addOrigin(handle - 1);
    else for (const id of this.#origins.ids(handle)) this.#sessions.addOrigin(id);
    this.#origins.release(handle);
    segment[at + ORIGINS] = 0;
  }
}
