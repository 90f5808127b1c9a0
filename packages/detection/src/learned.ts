import { grown, KeyTable, LOOKED_UP_ROWS, SLOT_BITS, SLOT_USER } from '@cmsc/core';

const COUNT = 0;
const PENDING = 1;
const PERIOD = 2;

const NO_KINDS = new Uint8Array(LOOKED_UP_ROWS);

/** Rows that are scored at once. */
export const BLOCK_ROWS = LOOKED_UP_ROWS;

const FIRST_TOTALS = 1024;
const TOTALS_BITS = 3;
const [N, N_PENDING, KINDS, KINDS_PENDING, TOTALS_PERIOD] = [0, 1, 2, 3, 4] as const;

/**
 * How often keys were learned, by periods: what is learned in a period can be read from the next one on. Nothing is
 * put off until a period ends. A slot has the count of earlier periods, that of the period in which it was learned
 * last, and that period, so that memory grows with keys and never with rows.
 */
export class LearnedKeys {
  readonly #table = new KeyTable();
  /** Where in {@link slots} the keys of the rows stand that were located last. */
  readonly places = new Int32Array(BLOCK_ROWS);

  /** Number of keys, those that were looked up only included. */
  get size(): number {
    return this.#table.size;
  }

  /** The slots of all keys. Good until the next {@link locate}. */
  get slots(): Int32Array {
    return this.#table.slots;
  }

  /** The dense ids of the keys of the rows that were located last, in order of first appearance. */
  get keyIds(): Int32Array {
    return this.#table.found;
  }

  /** For each key id, its id in the given key column. */
  column(index: number): Int32Array {
    return this.#table.column(index);
  }

  /** Finds the keys of the first `length` rows, at most {@link BLOCK_ROWS}; {@link places} and {@link keyIds} are theirs then. */
  locate(ids: readonly Int32Array[], length: number): void {
    // No row is left out: all kinds are 0.
    this.#table.locateRows(ids, NO_KINDS, 1, 0, length);
    const { found } = this.#table;
    for (let row = 0; row < length; row++)
      this.places[row] = ((found[row] as number) << SLOT_BITS) + SLOT_USER;
  }
}

/** How often the key at a place was learned in periods before `period`. */
export function learnedAt(slots: Int32Array, place: number, period: number): number {
  const count = slots[place + COUNT] as number;
  return slots[place + PERIOD] === period + 1 ? count : count + (slots[place + PENDING] as number);
}

/** Learns the key at a place in `period`; whether it was never learned before, in this period either. */
export function learnAt(slots: Int32Array, place: number, period: number): boolean {
  if (slots[place + PERIOD] !== period + 1) {
    slots[place + COUNT] = (slots[place + COUNT] as number) + (slots[place + PENDING] as number);
    slots[place + PENDING] = 0;
    slots[place + PERIOD] = period + 1;
  }
  const pending = slots[place + PENDING] as number;
  slots[place + PENDING] = pending + 1;
  return pending === 0 && slots[place + COUNT] === 0;
}

/** How many tokens, and how many kinds of them, were learned in each context; read by periods as {@link LearnedKeys} are. */
export class ContextTotals {
  #totals = new Int32Array(FIRST_TOTALS << TOTALS_BITS);

  /** Makes room for contexts below `size`. */
  reserve(size: number): void {
    this.#totals = grown(this.#totals, size << TOTALS_BITS);
  }

  /** Tokens learned in periods before `period`. */
  tokens(context: number, period: number): number {
    return this.#learned(context << TOTALS_BITS, N, N_PENDING, period);
  }

  /** Kinds of tokens learned in periods before `period`. */
  kinds(context: number, period: number): number {
    return this.#learned(context << TOTALS_BITS, KINDS, KINDS_PENDING, period);
  }

  /** Learns a token in `period`, which may be the first of its kind. */
  learn(context: number, period: number, isNew: boolean): void {
    const totals = this.#totals;
    const at = context << TOTALS_BITS;
    if (totals[at + TOTALS_PERIOD] !== period + 1) {
      totals[at + N] = (totals[at + N] as number) + (totals[at + N_PENDING] as number);
      totals[at + KINDS] = (totals[at + KINDS] as number) + (totals[at + KINDS_PENDING] as number);
      totals[at + N_PENDING] = totals[at + KINDS_PENDING] = 0;
      totals[at + TOTALS_PERIOD] = period + 1;
    }
    totals[at + N_PENDING] = (totals[at + N_PENDING] as number) + 1;
    if (isNew) totals[at + KINDS_PENDING] = (totals[at + KINDS_PENDING] as number) + 1;
  }

  #learned(at: number, total: number, pending: number, period: number): number {
    const totals = this.#totals;
    const count = totals[at + total] as number;
    return totals[at + TOTALS_PERIOD] === period + 1 ? count : count + (totals[at + pending] as number);
  }
}
