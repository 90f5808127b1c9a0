/** A column of a slot. */
export type SlotColumn = Int32Array | Uint8Array | Float64Array;

/** The memory of {@link SharedSlots}, as it is handed to other threads. */
export interface SlotMemory<Slot extends readonly SlotColumn[]> {
  /** A number a slot: 0 when it is free, else how many values it holds and one more. */
  states: Int32Array;
  /** The columns of each slot; how many values one has room for, the first says. */
  slots: readonly Slot[];
}

const FREE = 0;

/** A column in memory that threads have in common. */
export function sharedColumn<Column>(
  Kind: { new (memory: SharedArrayBuffer): Column; readonly BYTES_PER_ELEMENT: number },
  length: number,
): Column {
  return new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT));
}

/** Makes the memory for slots that carry what `makeSlot` makes, columns in memory that threads have in common. */
export function makeSlots<Slot extends readonly SlotColumn[]>(
  count: number,
  makeSlot: () => Slot,
): SlotMemory<Slot> {
  return { states: sharedColumn(Int32Array, count), slots: Array.from({ length: count }, makeSlot) };
}

/**
 * Slots of shared memory that carry columns from one thread to another, in order, and are used over and over: posting fresh buffers instead costs
 * as much system time as the work itself. Each thread has an object of its own over the same memory. One fills, and waits while the next slot
 * is not free, which is the back-pressure; one takes, and waits while the next one is not full; one, be it either, gives back.
 */
export class SharedSlots<Slot extends readonly SlotColumn[]> {
  readonly #states: Int32Array;
  readonly #slots: readonly Slot[];
  /** How many slots this thread has passed on, taken and given back. */
  #passed = 0;
  #taken = 0;
  #released = 0;
  #filled = 0;

  constructor({ states, slots }: SlotMemory<Slot>) {
    this.#states = states;
    this.#slots = slots;
  }

  /** Values in the slot that is being filled. */
  get filled(): number {
    return this.#filled;
  }

  /** Whether so many values still fit into the slot that is being filled. */
  fits(length: number): boolean {
    return this.#filled + length <= (this.#slots[0]?.[0]?.length ?? 0);
  }

  /** The slot that is being filled, once it is free. */
  free(): Slot {
    const at = this.#passed % this.#slots.length;
    for (let now = this.#state(at); now !== FREE; now = this.#state(at)) Atomics.wait(this.#states, at, now);
    return this.#slots[at] as Slot;
  }

  /** Copies the first values of columns behind what is in the slot that is being filled, once it is free. */
  append(columns: Slot, length: number): void {
    const slot = this.free();
    slot.forEach((column, i) => column.set((columns[i] as SlotColumn).subarray(0, length), this.#filled));
    this.#filled += length;
  }

  /** Passes the slot that is being filled on, which may be empty: with what was appended, or with so many values that were put there. */
  pass(length = this.#filled): void {
    this.free();
    this.#set(this.#passed++, length + 1);
    this.#filled = 0;
  }

  /** The next slot, once it is full. It is good until it is given back. */
  take(): { columns: Slot; length: number } {
    const at = this.#taken++ % this.#slots.length;
    Atomics.wait(this.#states, at, FREE);
    return { columns: this.#slots[at] as Slot, length: this.#state(at) - 1 };
  }

  /** Gives the slot back that has been taken for longest. */
  release(): void {
    this.#set(this.#released++, FREE);
  }

  #state(at: number): number {
    return Atomics.load(this.#states, at);
  }

  #set(number: number, state: number): void {
    const at = number % this.#slots.length;
    Atomics.store(this.#states, at, state);
    Atomics.notify(this.#states, at);
  }
}
