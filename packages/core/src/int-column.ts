/** An Int32Array that grows: one value a row, by position. */
export class IntColumn {
  #values: Int32Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#values = new Int32Array(capacity);
  }

  /** Number of values. */
  get length(): number {
    return this.#length;
  }

  /** Appends a value. */
  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
  }

  /** The value at `index`, which must be below `length`. */
  at(index: number): number {
    return this.#values[index] as number;
  }

  /** Overwrites the value at `index`, which must be below `length`. */
  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Forgets all values and keeps the room they took. */
  clear(): void {
    this.#length = 0;
  }

  /** The values themselves, not a copy; good until the next `push` or `clear`. */
  view(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }

  #grow(): void {
    const larger = new Int32Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
  }
}
