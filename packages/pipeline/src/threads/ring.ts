import type { EventColumns } from '@cmsc/core';

/** Batches under way between a reading thread and the one that takes them. */
const SLOTS = 6;
const FREE = 0;
const FULL = 1;

/** The memory of a {@link Ring}, as it is handed to the other thread. */
export interface RingMemory {
  batchRows: number;
  width: number;
  /** One value a slot: free or full. */
  states: SharedArrayBuffer;
  slots: SharedArrayBuffer[];
}

/** Makes the memory for batches of up to `batchRows` events with `width` columns of ids. */
export function makeRing(batchRows: number, width: number): RingMemory {
  const slotBytes = batchRows * (4 + 4 * width + 1);
  return {
    batchRows,
    width,
    states: new SharedArrayBuffer(4 * SLOTS),
    slots: Array.from({ length: SLOTS }, () => new SharedArrayBuffer(slotBytes)),
  };
}

/**
 * A ring of reused shared buffers that carries batches of events from one thread to another, in order. The writer
 * waits when all slots are full, which is the back-pressure. (Posting fresh buffers instead costs as much system time
 * as the work itself.)
 */
export class Ring {
  readonly #states: Int32Array;
  readonly #slots: EventColumns[];
  #next = 0;

  constructor(memory: RingMemory) {
    this.#states = new Int32Array(memory.states);
    this.#slots = memory.slots.map((slot) => viewSlot(slot, memory));
  }

  /** Copies a batch into the next slot, once that is free, and gives the slot's number. */
  write(events: EventColumns): number {
    const number = this.#next;
    this.#next = (number + 1) % SLOTS;
    Atomics.wait(this.#states, number, FULL);
    const slot = this.#slots[number] as EventColumns;
    slot.time.set(events.time.subarray(0, events.length));
    slot.edge.set(events.edge.subarray(0, events.length));
    slot.ids.forEach((column, i) => column.set((events.ids[i] as Int32Array).subarray(0, events.length)));
    Atomics.store(this.#states, number, FULL);
    return number;
  }

  /** The batch in a slot. It is the reader's until {@link release}. */
  read(number: number, length: number): EventColumns {
    return { ...(this.#slots[number] as EventColumns), length };
  }

  /** Gives a slot back to the writer. */
  release(number: number): void {
    Atomics.store(this.#states, number, FREE);
    Atomics.notify(this.#states, number);
  }
}

function viewSlot(slot: SharedArrayBuffer, { batchRows, width }: RingMemory): EventColumns {
  const ids = Array.from(
    { length: width },
    (_, i) => new Int32Array(slot, 4 * batchRows * (1 + i), batchRows),
  );
  return {
    length: 0,
    time: new Int32Array(slot, 0, batchRows),
    edge: new Uint8Array(slot, 4 * batchRows * (1 + width), batchRows),
    ids,
  };
}
