import type { Direction, Key, Sort } from '../../lists/list-ref.js';
import type { RowSet } from './row-set.js';
import type { SessionColumns } from './session-columns.js';

/** A walk over rows in a list's order. Keys have the session's id, and the code, number or length it is sorted by. */
export interface RowWalk {
  sort: Sort;
  direction: Direction;
  /** Rows to walk over; null for all. */
  rows: RowSet | null;
}

/** The keys beyond `from`, `limit` of them at most; from the very first (or last) one when `from` is null. */
export async function walkRows(
  columns: SessionColumns,
  { sort, direction, rows }: RowWalk,
  from: Key | null,
  limit: number,
  signal: AbortSignal,
): Promise<Key[]> {
  const backward = direction === 'backward';
  // Turned by their signs, values and ids are smallest first on the walk.
  const valueSign = sort.descending === backward ? 1 : -1;
  const idSign = backward ? -1 : 1;
  const startValue = from === null ? -Infinity : valueSign * Number(from.value);
  const startId = from === null ? -Infinity : idSign * Number(from.id);
  const best = new FirstOnes(limit);
  await columns.visit(promisingChunks(columns, sort, valueSign, idSign), signal, (chunk) => {
    const [firstValue, lastValue] = turnedRange(columns, sort, chunk.number, valueSign);
    const ids = [chunk.first + 1, chunk.first + chunk.count].map((id) => idSign * id);
    const [firstId, lastId] = [Math.min(...ids), Math.max(...ids)];
    // Nothing before the bound, or nothing beyond the start.
    if (isAfter(Math.max(firstValue, startValue), firstId, best.bound, best.boundId)) return;
    if (!isAfter(lastValue, lastId, startValue, startId)) return;
    if (rows?.countBetween(chunk.first, chunk.first + chunk.count) === 0) return;
    const values = chunk.column(sort.column);
    // What is worth a closer look, in the column's own numbers: this loop runs millions of times.
    let low = clamped(valueSign === 1 ? startValue : -best.bound);
    let high = clamped(valueSign === 1 ? best.bound : -startValue);
    for (let step = 0; step < chunk.count; step++) {
      const row = backward ? chunk.count - 1 - step : step;
      const own = values[row] as number;
      if (own < low || own > high) continue;
      if (rows !== null && !rows.has(chunk.first + row)) continue;
      const value = valueSign * own;
      const id = idSign * (chunk.first + row + 1);
      if (value === startValue && id <= startId) continue;
      if (!best.add(value, id)) continue;
      if (valueSign === 1) high = clamped(best.bound);
      else low = clamped(-best.bound);
    }
  });
  return best.items().map(({ value, id }) => ({ id: idSign * id, value: turnedBack(value, valueSign) }));
}

/** Number of the rows that stand before `key` in the list's order. */
export async function rankRows(
  columns: SessionColumns,
  { sort, rows }: Omit<RowWalk, 'direction'>,
  key: Key,
  signal: AbortSignal,
): Promise<number> {
  const sign = sort.descending ? -1 : 1;
  const keyValue = sign * Number(key.value);
  const keyRow = Number(key.id) - 1;
  let before = 0;
  await columns.visit(columns.chunks, signal, ({ number, first, count, column }) => {
    const [firstValue, lastValue] = turnedRange(columns, sort, number, sign);
    if (firstValue > keyValue) return;
    if (lastValue < keyValue) {
      before += rows === null ? count : rows.countBetween(first, first + count);
      return;
    }
    const values = column(sort.column);
    const own = sign * keyValue;
    for (let row = 0; row < count; row++) {
      const value = values[row] as number;
      // The sign bit of a difference: no branch, which random values would make slow. None of them is negative.
      const smaller = (sign === 1 ? value - own : own - value) >>> 31;
      const isBefore = value === own && first + row < keyRow ? 1 : smaller;
      before += rows === null || rows.has(first + row) ? isBefore : 0;
    }
  });
  return before;
}

// Where the walk's first rows may be comes first: what follows is soon past the bound, and needs no reading.
function promisingChunks(columns: SessionColumns, sort: Sort, valueSign: number, idSign: number): number[] {
  const first = columns.chunks.map((number) => turnedRange(columns, sort, number, valueSign)[0]);
  return columns.chunks.sort(
    (left, right) => (first[left] ?? 0) - (first[right] ?? 0) || idSign * (left - right),
  );
}

function turnedRange(columns: SessionColumns, sort: Sort, chunk: number, sign: number): [number, number] {
  const { least, most } = columns.file(sort.column).rangeOf(chunk);
  return sign === 1 ? [least, most] : [-most, -least];
}

function isAfter(value: number, id: number, otherValue: number, otherId: number): boolean {
  return value > otherValue || (value === otherValue && id > otherId);
}

// Whole numbers of 32 bits, which are compared much faster than any others.
function clamped(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value));
}

// Without a -0, which is not the 0 of everybody else.
function turnedBack(value: number, sign: number): number {
  return sign * value + 0;
}

/** The first of the values that were added, by value, then id. */
class FirstOnes {
  readonly #limit: number;
  readonly #items: { value: number; id: number }[] = [];
  /** Values above it are not among the first; equal ones neither, when their id is above its. */
  bound = Infinity;
  boundId = Infinity;

  constructor(limit: number) {
    this.#limit = limit;
    if (limit === 0) this.bound = -Infinity;
  }

  /** Adds a value; false when it doesn't belong to the first ones. */
  add(value: number, id: number): boolean {
    if (value > this.bound || (value === this.bound && id > this.boundId)) return false;
    let low = 0;
    for (let high = this.#items.length; low < high;) {
      const middle = (low + high) >>> 1;
      const other = this.#items[middle] as { value: number; id: number };
      if (other.value < value || (other.value === value && other.id < id)) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, { value, id });
    if (this.#items.length > this.#limit) this.#items.pop();
    const last = this.#items[this.#limit - 1];
    if (last !== undefined) [this.bound, this.boundId] = [last.value, last.id];
    return true;
  }

  items(): readonly { value: number; id: number }[] {
    return this.#items;
  }
}
