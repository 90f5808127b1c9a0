import { Growable } from './arrays.js';
import type { KeyedMachine } from './keyed-machine.js';
import { noSessions } from './ledger.js';
import type { Pairing } from './pairing.js';
import { NO_END, type SessionBuffer } from './session-columns.js';
import { FIRST_OPEN, LAST_OPEN, NO_ORIGIN } from './slots.js';
import { SLOT_BITS } from './key-slots.js';

const NONE = 0;

/** The pairings of pairing.ts: each start is paired with one end. */
export class PairingMachine implements KeyedMachine {
  readonly counts = noSessions();
  readonly #sessions: SessionBuffer;
  readonly #lifo: boolean;
  readonly #starts = new OpenStartNodes();

  /** Sessions go to `sessions`. */
  constructor(sessions: SessionBuffer, pairing: Exclude<Pairing, 'merge'>) {
    this.#sessions = sessions;
    this.#lifo = pairing === 'lifo';
  }

  start(slots: Int32Array, at: number, time: number, origin: number): void {
    const node = this.#starts.add(time, origin);
    const first = slots[at + FIRST_OPEN] as number;
    if (first === NONE) {
      slots[at + FIRST_OPEN] = slots[at + LAST_OPEN] = node;
    } else if (this.#lifo) {
      // The next end takes the first node: under lifo that is the start opened last.
      this.#starts.setNext(node, first);
      slots[at + FIRST_OPEN] = node;
    } else {
      this.#starts.setNext(slots[at + LAST_OPEN] as number, node);
      slots[at + LAST_OPEN] = node;
    }
  }

  end(slots: Int32Array, at: number, time: number): void {
    const node = slots[at + FIRST_OPEN] as number;
    if (node === NONE) {
      this.counts.orphanEnds++;
      return;
    }
    this.counts.sessions++;
    if (this.#starts.time(node) === time) this.counts.zeroLength++;
    this.#add(at >>> SLOT_BITS, node, time, 1);
    slots[at + FIRST_OPEN] = this.#starts.next(node);
    this.#starts.release(node);
  }

  isOpen(slots: Int32Array, at: number): boolean {
    return slots[at + FIRST_OPEN] !== NONE;
  }

  saveNodes(): Int32Array {
    return this.#starts.save();
  }

  load(counts: KeyedMachine['counts'], nodes: Int32Array): void {
    Object.assign(this.counts, counts);
    this.#starts.load(nodes);
  }

  finish(slots: Int32Array, at: number): void {
    const open: number[] = [];
    for (let node = slots[at + FIRST_OPEN] as number; node !== NONE; node = this.#starts.next(node))
      open.push(node);
    if (this.#lifo) open.reverse();
    this.counts.open += open.length;
    for (const node of open) this.#add(at >>> SLOT_BITS, node, NO_END, 0);
  }

  #add(key: number, node: number, end: number, ends: number): void {
    this.#sessions.add(key, this.#starts.time(node), end, 1, ends);
    const origin = this.#starts.origin(node);
    if (origin !== NO_ORIGIN) this.#sessions.addOrigin(origin);
  }
}

/** Open starts in linked lists: nodes, numbered from 1, that are used again. */
class OpenStartNodes {
  readonly #time = new Growable();
  readonly #origin = new Growable();
  readonly #next = new Growable();
  #free = NONE;

  constructor() {
    this.#append(0, NO_ORIGIN);
  }

  add(time: number, origin: number): number {
    const node = this.#free;
    if (node === NONE) return this.#append(time, origin);
    this.#free = this.#next.at(node);
    this.#time.set(node, time);
    this.#origin.set(node, origin);
    this.#next.set(node, NONE);
    return node;
  }

  release(node: number): void {
    this.#next.set(node, this.#free);
    this.#free = node;
  }

  time(node: number): number {
    return this.#time.at(node);
  }

  origin(node: number): number {
    return this.#origin.at(node);
  }

  next(node: number): number {
    return this.#next.at(node);
  }

  setNext(node: number, next: number): void {
    this.#next.set(node, next);
  }

  /** Time, origin and next of every node from 1 on, after the number of the first free one. */
  save(): Int32Array {
    const saved = new Int32Array(3 * this.#time.length - 2);
    saved[0] = this.#free;
    for (let node = 1; node < this.#time.length; node++)
      saved.set([this.#time.at(node), this.#origin.at(node), this.#next.at(node)], 3 * node - 2);
    return saved;
  }

  load(saved: Int32Array): void {
    this.#free = saved[0] as number;
    for (let at = 1; at < saved.length; at += 3) {
      const node = this.#append(saved[at] as number, saved[at + 1] as number);
      this.#next.set(node, saved[at + 2] as number);
    }
  }

  #append(time: number, origin: number): number {
    this.#time.push(time);
    this.#origin.push(origin);
    this.#next.push(NONE);
    return this.#time.length - 1;
  }
}
