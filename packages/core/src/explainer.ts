import type { AnomalyLog } from './anomalies.js';
import {
  BEGAN_BEFORE,
  ORPHAN_END,
  OVERLAP,
  REMOTE_LOGON,
  REPEATED_START,
  SAME_SECOND_TIE,
} from './anomalies.js';
import type { KeyedMachine } from './keyed-machine.js';
import { KeyTable } from './key-table.js';
import { SLOT_BITS } from './key-slots.js';

/** Places of user, source and destination in a key that holds the source. */
export interface SourceKey {
  /** Place of dst_user, from 0 on. */
  user: number;
  /** Place of src_machine. */
  source: number;
  /** Place of dst_machine. A logon is remote when its source is another computer. */
  destination: number;
}

/** Anomalies of one key and second that the rest of the second may still explain. */
interface Waiting {
  orphans: number;
  repeats: number;
  remoteOrphan: boolean;
  remoteRepeat: boolean;
}

/**
 * A machine that says why: it watches the counts of the machine that it wraps, and gives every orphaned end and every
 * repeated start a reason (anomalies.ts has them). Of several that fit, the tie comes first, then the remote logon.
 */
export class Explainer implements KeyedMachine {
  readonly log: AnomalyLog;
  readonly #machine: KeyedMachine;
  readonly #sourceKey: SourceKey | undefined;
  /** Users and destinations with a logon from elsewhere. */
  readonly #remote = new KeyTable();
  readonly #waiting = new Map<number, Waiting>();
  #time = 0;

  constructor(machine: KeyedMachine, log: AnomalyLog, sourceKey?: SourceKey) {
    this.#machine = machine;
    this.#sourceKey = sourceKey;
    this.log = log;
  }

  get counts(): KeyedMachine['counts'] {
    return this.#machine.counts;
  }

  start(slots: Int32Array, at: number, time: number, origin: number): void {
    const key = at >>> SLOT_BITS;
    const waiting = this.#enter(key, time);
    if (waiting && waiting.orphans > 0) {
      waiting.orphans--;
      this.log.add(ORPHAN_END, SAME_SECOND_TIE, time, key);
    }
    const before = this.counts.repeatedStarts;
    this.#machine.start(slots, at, time, origin);
    const isRemote = this.#isRemote(slots, at);
    if (isRemote) this.#remote.locate(...this.#userAndDestination(slots, at), 0);
    if (this.counts.repeatedStarts > before) this.#wait(key, { repeats: 1, remoteRepeat: isRemote });
  }

  end(slots: Int32Array, at: number, time: number): void {
    const key = at >>> SLOT_BITS;
    const waiting = this.#enter(key, time);
    if (waiting && waiting.repeats > 0) {
      waiting.repeats--;
      this.log.add(REPEATED_START, SAME_SECOND_TIE, time, key);
    }
    const before = this.counts.orphanEnds;
    this.#machine.end(slots, at, time);
    if (this.counts.orphanEnds > before)
      this.#wait(key, { orphans: 1, remoteOrphan: this.#hadRemoteLogon(slots, at) });
  }

  finish(slots: Int32Array, at: number): void {
    this.#machine.finish(slots, at);
  }

  isOpen(slots: Int32Array, at: number): boolean {
    return this.#machine.isOpen(slots, at);
  }

  saveNodes(): Int32Array {
    return this.#machine.saveNodes();
  }

  load(counts: KeyedMachine['counts'], nodes: Int32Array): void {
    this.#machine.load(counts, nodes);
  }

  /** Gives the anomalies of the last second their reasons: to be called when all events are through. */
  settle(): void {
    for (const [key, { orphans, repeats, remoteOrphan, remoteRepeat }] of this.#waiting) {
      for (let i = 0; i < orphans; i++)
        this.log.add(ORPHAN_END, remoteOrphan ? REMOTE_LOGON : BEGAN_BEFORE, this.#time, key);
      for (let i = 0; i < repeats; i++)
        this.log.add(REPEATED_START, remoteRepeat ? REMOTE_LOGON : OVERLAP, this.#time, key);
    }
    this.#waiting.clear();
  }

  /**
   * What waits of this key and second. A new time ends what waits.
   */
  #enter(key: number, time: number): Waiting | undefined {
    if (time !== this.#time) {
      this.settle();
      this.#time = time;
    }
    return this.#waiting.size > 0 ? this.#waiting.get(key) : undefined;
  }

  #wait(key: number, { orphans = 0, repeats = 0, ...more }: Partial<Waiting>): void {
    const known = this.#waiting.get(key) ?? {
      orphans: 0,
      repeats: 0,
      remoteOrphan: false,
      remoteRepeat: false,
    };
    this.#waiting.set(key, {
      ...known,
      ...more,
      orphans: known.orphans + orphans,
      repeats: known.repeats + repeats,
    });
  }

  /** Whether this is a key whose source is not its destination: no LogOff row can be of it. */
  #isRemote(slots: Int32Array, at: number): boolean {
    if (!this.#sourceKey) return false;
    return this.#id(slots, at, this.#sourceKey.source) !== this.#id(slots, at, this.#sourceKey.destination);
  }

  #hadRemoteLogon(slots: Int32Array, at: number): boolean {
    return this.#sourceKey !== undefined && this.#remote.has(...this.#userAndDestination(slots, at), 0);
  }

  #userAndDestination(slots: Int32Array, at: number): [number, number] {
    const { user, destination } = this.#sourceKey as SourceKey;
    return [this.#id(slots, at, user), this.#id(slots, at, destination)];
  }

  #id(slots: Int32Array, at: number, column: number): number {
    return slots[at + column] as number;
  }
}
