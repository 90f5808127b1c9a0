import { Growable } from './arrays.js';

/** The slot of a key begins at its id, shifted left by this. */
export const SLOT_BITS = 3;
/** Int32 values a slot: 32 bytes, half a cache line for all there is to know of a key. */
export const SLOT_SIZE = 1 << SLOT_BITS;

/** How many ids make up a key at most; longer keys have their first columns folded into one id. */
export const KEY_WIDTH = 3;

/** Int32 values of a slot that are the user's: all but the key's ids. */
const SLOT_STATE = SLOT_SIZE - KEY_WIDTH;

/** The first place within a slot that is the user's, zero for a new key. The key's ids are before it. */
export const SLOT_USER = SLOT_SIZE - SLOT_STATE;

/** @throws RangeError for a key of no or too many columns: a bug of the caller. */
export function checkKeyWidth(keyWidth: number): void {
  if (keyWidth < 1 || keyWidth > KEY_WIDTH)
    throw new RangeError(`a key has 1 to ${KEY_WIDTH} columns, not ${keyWidth}`);
}

/** The columns of the keys of a table, as they are asked for: each key is looked at once. */
export class KeyColumns {
  readonly #columns = Array.from({ length: KEY_WIDTH }, () => new Growable());

  /** A column of the first `size` keys, whose slots these are. Good until the next key. */
  column(index: number, slots: Int32Array, size: number): Int32Array {
    const column = this.#columns[index] as Growable;
    for (let key = column.length; key < size; key++) column.push(slots[(key << SLOT_BITS) + index] as number);
    return column.view();
  }
}

/** What the slots of the first `size` keys hold besides their keys: so many values as the user has a key, by key id. */
export function saveSlots(slots: Int32Array, size: number): Int32Array {
  const states = new Int32Array(size * SLOT_STATE);
  for (let key = 0; key < size; key++) {
    const at = key << SLOT_BITS;
    states.set(slots.subarray(at + SLOT_USER, at + SLOT_SIZE), key * SLOT_STATE);
  }
  return states;
}

/** Locates saved keys one by one, in their order, so that a table that was empty gives them the ids they had. */
export function loadKeys(
  columns: readonly Int32Array[],
  locate: (a: number, b: number, c: number) => void,
): void {
  const [first, second, third] = columns as [Int32Array, Int32Array, Int32Array];
  first.forEach((a, row) => locate(a, second[row] as number, third[row] as number));
}

/** Puts back what slots held, whose keys are there again with the same ids. */
export function loadSlots(slots: Int32Array, states: Int32Array): void {
  for (let row = 0; row * SLOT_STATE < states.length; row++)
    slots.set(states.subarray(row * SLOT_STATE, (row + 1) * SLOT_STATE), (row << SLOT_BITS) + SLOT_USER);
}
