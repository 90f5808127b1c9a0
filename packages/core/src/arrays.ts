/** The arrays of numbers that grow. */
export type Numbers = Uint8Array | Int32Array | Uint32Array | Float64Array;

/**
 * `values` where they have room for `length` numbers; else a copy that has, twice as long at least so that growing step by step costs
 * little. What is new in it is 0.
 */
export function grown<Values extends Numbers>(values: Values, length: number): Values {
  if (length <= values.length) return values;
  const Kind = values.constructor as new (length: number) => Values;
  const larger = new Kind(Math.max(length, 2 * values.length));
  larger.set(values);
  return larger;
}

/** A list of 32-bit integers that grows: one value a row, by position. */
export class Growable {
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
    if (this.#length === this.#values.length) this.#values = grown(this.#values, this.#length + 1);
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
}

/**
 * The first index from `from` up to `to` for which `isBefore` no longer holds, or `to`.
 * `isBefore` must hold for a first part of the range and for none of the rest.
 */
export function lowerBound(from: number, to: number, isBefore: (index: number) => boolean): number {
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The first index from `from` up to `to` at which the ascending `values` reach `value`, or `to`. */
export function firstFrom(values: Int32Array, value: number, from = 0, to = values.length): number {
  return lowerBound(from, to, (index) => (values[index] as number) < value);
}

/** Adds a value to the list of a key, which is made when it is the first. */
export function appendTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
