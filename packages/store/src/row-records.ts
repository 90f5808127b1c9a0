import type { ListColumn, TableBatch, TableSpec } from './table.js';

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

/**
 * Adds rows of `batch`, from row `from` on, until the next one does not fit. An empty buffer grows to hold one row at
 * least. Returns the row to go on from.
 */
export function addRows(buffer: RecordBuffer, layout: RecordLayout, batch: TableBatch, from: number): number {
  const scalars = batch.columns.filter((_, c) => !layout.columns[c]!.list) as Int32Array[];
  const lists = batch.columns.filter((_, c) => layout.columns[c]!.list) as ListColumn[];
  let row = from;
  for (; row < batch.length; row++) {
    let length = layout.width;
    for (let l = 0; l < lists.length; l++) length += lists[l]!.offsets[row + 1]! - lists[l]!.offsets[row]!;
    if (!makeRoom(buffer, length)) break;
    putRow(buffer.numbers, buffer.used, batch.key[row]!, scalars, lists, row);
    buffer.used += length;
    buffer.rows++;
  }
  return row;
}

function putRow(
  numbers: Int32Array,
  at: number,
  key: number,
  scalars: readonly Int32Array[],
  lists: readonly ListColumn[],
  row: number,
): void {
  numbers[at++] = key;
  for (let c = 0; c < scalars.length; c++) numbers[at++] = scalars[c]![row]!;
  let value = at + lists.length;
  for (let l = 0; l < lists.length; l++) {
    const { offsets, values } = lists[l]!;
    const end = offsets[row + 1]!;
    numbers[at++] = end - offsets[row]!;
    for (let i = offsets[row]!; i < end; i++) numbers[value++] = values[i]!;
  }
}

/** Whether `length` further numbers fit; to an empty buffer they always do. */
export function makeRoom(buffer: RecordBuffer, length: number): boolean {
  if (buffer.used + length <= buffer.numbers.length) return true;
  if (buffer.used > 0) return false;
  buffer.numbers = new Int32Array(length);
  return true;
}

/** `list`, or a larger copy of its first `used` values, with room for `more` behind them. */
export function withRoom<Buffer extends ArrayBufferLike>(
  list: Int32Array<Buffer>,
  used: number,
  more: number,
): Int32Array<Buffer | ArrayBuffer> {
  if (used + more <= list.length) return list;
  const larger = new Int32Array(Math.max(used + more, used * 2, 1024));
  larger.set(list.subarray(0, used));
  return larger;
}
