import type { ListColumn } from '@cmsc/core';
import type { TableBatch, TableSpec } from '../table.js';

/**
 * Where things lie within a record: the key, one number for each column that is no list, the length of each list, and
 * behind these the values of the lists, one list after the other.
 */
export interface RecordLayout {
  /** Numbers a record without the values of its lists. */
  width: number;
  /** For each column of the table the place of its number, or of the length of its list. */
  columns: readonly { offset: number; list: boolean }[];
  /** Places of the lengths of the lists. */
  lengths: readonly number[];
  /** The place of the start time, by which rows of one key are sorted; undefined when they stay as they came. */
  start: number | undefined;
}

/** Rows one after the other. All that is known of a row lies in one place: to sort rows is to move them. */
export interface RecordBuffer {
  numbers: Int32Array;
  /** Numbers in use. */
  used: number;
  rows: number;
}

/** The records of a table. */
export function layoutOf({ columns, start }: TableSpec): RecordLayout {
  const lists = columns.map(({ type }) => type.endsWith('[]'));
  let scalar = 1;
  let list = 1 + lists.filter((isList) => !isList).length;
  const places = lists.map((isList) => ({ offset: isList ? list++ : scalar++, list: isList }));
  const lengths = places.flatMap((place) => (place.list ? [place.offset] : []));
  const startColumn = columns.findIndex(({ name }) => name === start);
  return { width: list, columns: places, lengths, start: places[startColumn]?.offset };
}

/** A buffer with room for `numbers` numbers. */
export function emptyBuffer(numbers: number): RecordBuffer {
  return { numbers: new Int32Array(numbers), used: 0, rows: 0 };
}

/** How many numbers the record at `at` takes. */
export function recordLength(numbers: Int32Array, at: number, { width, lengths }: RecordLayout): number {
  let length = width;
  for (let i = 0; i < lengths.length; i++) length += numbers[at + lengths[i]!]!;
  return length;
}

/** Rows that are put into a buffer at a time: few enough to stay close at hand from column to column. */
const ROWS_AT_ONCE = 512;

const places = new Int32Array(ROWS_AT_ONCE);

/**
 * Adds rows of `batch`, from row `from` on, until the next one does not fit. An empty buffer grows to hold one row at
 * least. Returns the row to go on from.
 */
export function addRows(buffer: RecordBuffer, layout: RecordLayout, batch: TableBatch, from: number): number {
  const lists = batch.columns.filter((_, c) => layout.columns[c]!.list) as ListColumn[];
  for (let row = from; row < batch.length;) {
    const count = placeRows(buffer, layout.width, lists, row, Math.min(ROWS_AT_ONCE, batch.length - row));
    if (count === 0) return row;
    putInts(buffer.numbers, 0, batch.key, row, count);
    layout.columns.forEach(({ offset, list }, c) => {
      if (!list) putInts(buffer.numbers, offset, batch.columns[c] as Int32Array, row, count);
    });
    lists.forEach((list, l) => putLists(buffer.numbers, layout, l, list, row, count));
    row += count;
  }
  return batch.length;
}

/** Makes room for up to `most` rows, and notes their places. Returns how many fit. */
function placeRows(
  buffer: RecordBuffer,
  width: number,
  lists: readonly ListColumn[],
  from: number,
  most: number,
): number {
  for (let i = 0; i < most; i++) {
    let length = width;
    for (let l = 0; l < lists.length; l++) {
      const { offsets } = lists[l]!;
      length += offsets[from + i + 1]! - offsets[from + i]!;
    }
    if (!makeRoom(buffer, length)) return i;
    places[i] = buffer.used;
    buffer.used += length;
    buffer.rows++;
  }
  return most;
}

function putInts(numbers: Int32Array, offset: number, ints: Int32Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[places[i]! + offset] = ints[from + i]!;
}

/** Puts list `l` of each row behind the lists before it. */
function putLists(
  numbers: Int32Array,
  { width, lengths }: RecordLayout,
  l: number,
  { offsets, values }: ListColumn,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const at = places[i]!;
    const end = offsets[from + i + 1]!;
    let value = at + width;
    for (let before = 0; before < l; before++) value += numbers[at + lengths[before]!]!;
    numbers[at + lengths[l]!] = end - offsets[from + i]!;
    for (let v = offsets[from + i]!; v < end; v++) numbers[value++] = values[v]!;
  }
}

/** Whether `length` further numbers fit; to an empty buffer they always do. */
export function makeRoom(buffer: RecordBuffer, length: number): boolean {
  if (buffer.used + length <= buffer.numbers.length) return true;
  if (buffer.used > 0) return false;
  buffer.numbers = new Int32Array(length);
  return true;
}
