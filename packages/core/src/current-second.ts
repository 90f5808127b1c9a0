import { grown } from './arrays.js';
import { EDGE_START, type EventColumns } from './event-columns.js';
import { IdLists } from './slot-overflow.js';
import { NO_KEY } from './key-index.js';
import type { KeyedMachine } from './keyed-machine.js';
import type { TieRule } from './presets.js';
import type { ListColumn } from './session-columns.js';
import { IN_SECOND, NO_ORIGIN } from './slots.js';
import { SLOT_BITS } from './key-slots.js';

const ENTRY_BITS = 2;
const ENTRY_SIZE = 1 << ENTRY_BITS;
/** Places within an entry: where the key's slot begins, its starts and ends, a handle of the starts' origins. */
const SLOT = 0;
const STARTS = 1;
const ENDS = 2;
const ORIGINS = 3;
const FIRST_ENTRIES = 1024;

/** A second that is not over, as plain numbers. */
export interface SecondState {
  /** The second that was being gathered; -1 before the first. */
  time: number;
  /** Place of the slot, starts, ends and handle of the origins of each key, alternating. */
  entries: Int32Array;
  /** The lists behind the handles below 0, from -1 on; the handle of a list of one id is that id + 1. */
  origins: ListColumn;
}

/**
 * Gathers the events of a second by key, for tie rules that need all of a second, and runs them through the machine
 * when it is over. A slot says at which entry its key stands; the entry says whether that is still so, which makes
 * forgetting a second a matter of one assignment.
 */
export class CurrentSecond {
  readonly #machine: KeyedMachine;
  readonly #ties: TieRule;
  readonly #origins = new IdLists();
  #entries = new Int32Array(FIRST_ENTRIES * ENTRY_SIZE);
  /** How much of the entries is in use. */
  #used = 0;
  #time = -1;

  constructor(machine: KeyedMachine, ties: TieRule) {
    this.#machine = machine;
    this.#ties = ties;
  }

  /**
   * Takes rows `from` up to, without, `to`, whose times must not go backwards. `keys` has the key of each, from the
   * first on, and `NO_KEY` for rows that neither start nor end anything; `origins`, where origins are asked for, that
   * of each row which is a start.
   */
  push(
    slots: Int32Array,
    keys: Int32Array,
    { time, edge }: EventColumns,
    origins: Int32Array | undefined,
    from: number,
    to: number,
  ): void {
    let now = this.#time;
    for (let i = from; i < to; i++) {
      const key = keys[i - from] as number;
      if (key === NO_KEY) continue;
      if (time[i] !== now) {
        this.settle(slots);
        this.#time = now = time[i] as number;
      }
      const at = key << SLOT_BITS;
      let entry = slots[at + IN_SECOND] as number;
      if (entry >= this.#used || this.#entries[entry + SLOT] !== at) entry = this.#addEntry(slots, at);
      const kind = edge[i] as number;
      // Starts stand at place 1 and are of kind 1, ends at 2 and of kind 0: a branch would be wrong every other time.
      const place = entry + ENDS - kind;
      this.#entries[place] = (this.#entries[place] as number) + 1;
      if (origins && kind === EDGE_START) this.#addOrigin(entry, origins[i] as number);
    }
  }

  /** Runs all that was gathered through the machine, key by key, in the order of the tie rule (see ties.ts). */
  settle(slots: Int32Array): void {
    const entries = this.#entries;
    const machine = this.#machine;
    const time = this.#time;
    const used = this.#used;
    this.#used = 0;
    for (let entry = 0; entry < used; entry += ENTRY_SIZE) {
      const at = entries[entry + SLOT] as number;
      const starts = entries[entry + STARTS] as number;
      const ends = entries[entry + ENDS] as number;
      // Nearly every second of a key has one event only. The handle of a list of one id is that id + 1.
      if (starts === 0 && ends === 1) machine.end(slots, at, time);
      else if (starts === 1 && ends === 0)
        machine.start(slots, at, time, (entries[entry + ORIGINS] as number) - 1);
      else this.#settleTied(slots, at, starts, ends, entries[entry + ORIGINS] as number);
    }
  }

  /** What {@link load} goes on from. */
  save(): SecondState {
    return {
      time: this.#time,
      entries: this.#entries.slice(0, this.#used),
      origins: this.#origins.save(),
    };
  }

  /** Goes on where a second was saved; `slots` must be as they were then. */
  load({ time, entries, origins }: SecondState, slots: Int32Array): void {
    this.#time = time;
    this.#origins.load(origins);
    for (let from = 0; from < entries.length; from += ENTRY_SIZE) {
      const entry = this.#addEntry(slots, entries[from + SLOT] as number);
      this.#entries.set(entries.subarray(from, from + ENTRY_SIZE), entry);
    }
  }

  #addOrigin(entry: number, origin: number): void {
    const handle = this.#entries[entry + ORIGINS] as number;
    // The handle of a list of one id is that id + 1.
    this.#entries[entry + ORIGINS] = handle === 0 ? origin + 1 : this.#origins.append(handle, origin);
  }

  #addEntry(slots: Int32Array, at: number): number {
    const entry = this.#used;
    if (entry === this.#entries.length) this.#entries = grown(this.#entries, 2 * entry);
    this.#used += ENTRY_SIZE;
    const entries = this.#entries;
    entries[entry + SLOT] = at;
    entries[entry + STARTS] = entries[entry + ENDS] = entries[entry + ORIGINS] = 0;
    slots[at + IN_SECOND] = entry;
    return entry;
  }

  #settleTied(slots: Int32Array, at: number, starts: number, ends: number, handle: number): void {
    const machine = this.#machine;
    const time = this.#time;
    let endsLeft = ends;
    if (this.#ties === 'pair' && ends > 0 && machine.isOpen(slots, at)) {
      machine.end(slots, at, time);
      endsLeft--;
    }
    if (starts === 1) {
      // The usual tie, a logon with its logoff: from here all rules have the same order.
      machine.start(slots, at, time, handle - 1);
      for (; endsLeft > 0; endsLeft--) machine.end(slots, at, time);
    } else {
      this.#settleStarts(slots, at, starts, endsLeft, handle);
    }
  }

  #settleStarts(slots: Int32Array, at: number, starts: number, ends: number, handle: number): void {
    const machine = this.#machine;
    const time = this.#time;
    const origins = this.#origins.ids(handle)[Symbol.iterator]();
    let endsLeft = ends;
    for (let start = 0; start < starts; start++) {
      machine.start(slots, at, time, origins.next().value ?? NO_ORIGIN);
      if (this.#ties !== 'pair' || endsLeft === 0) continue;
      machine.end(slots, at, time);
      endsLeft--;
    }
    for (; endsLeft > 0; endsLeft--) machine.end(slots, at, time);
    this.#origins.release(handle);
  }
}
