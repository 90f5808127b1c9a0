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
 * A ring of reused shared buffers that carries events from one thread to another, in order. The writer fills a slot
 * with several batches, since each message wakes a thread, and waits when all slots are full, which is the
 * back-pressure. (Posting fresh buffers instead costs as much system time as the work itself.)
 */
export class Ring {
  readonly #states: Int32Array;
  readonly #slots: EventColumns[];
  readonly #batchRows: number;
  /** The slot that is being filled. */
  #next = 0;
  #filled = 0;

  constructor(memory: RingMemory) {
    this.#batchRows = memory.batchRows;
    this.#states = new Int32Array(memory.states);
    this.#slots = memory.slots.map((slot) => viewSlot(slot, memory));
  }

  /** Rows in the slot that is being filled. */
  get filled(): number {
    return this.#filled;
  }

  /** Whether so many rows still fit into the slot that is being filled. */
  fits(rows: number): boolean {
    return this.#filled + rows <= this.#batchRows;
  }

  /** Copies a batch behind what is in the slot that is being filled, once that slot is free. */
  append({ length, time, edge, ids }: EventColumns): void {
    if (this.#filled === 0) this.#awaitSlot();
    const slot = this.#slots[this.#next] as EventColumns;
    slot.time.set(time.subarray(0, length), this.#filled);
    slot.edge.set(edge.subarray(0, length), this.#filled);
    slot.ids.forEach((column, i) => column.set((ids[i] as Int32Array).subarray(0, length), this.#filled));
    this.#filled += length;
  }

  /** Ends the slot that is being filled, which may be empty, and gives its number and rows to be told to the reader. */
  pass(): { slot: number; length: number } {
    if (this.#filled === 0) this.#awaitSlot();
    const passed = { slot: this.#next, length: this.#filled };
    Atomics.store(this.#states, this.#next, FULL);
    this.#next = (this.#next + 1) % SLOTS;
    this.#filled = 0;
    return passed;
  }

  #awaitSlot(): void {
    Atomics.wait(this.#states, this.#next, FULL);
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
