import { grown, type ListColumn } from '@cmsc/core';
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

/** How many numbers row `row` of a batch with these lists takes. */
export function rowLength(lists: readonly ListColumn[], row: number, { width }: RecordLayout): number {
  let length = width;
  for (let l = 0; l < lists.length; l++) length += lists[l]!.offsets[row + 1]! - lists[l]!.offsets[row]!;
  return length;
}

/** The columns of a batch that are lists. */
export function listsOf({ columns }: TableBatch, layout: RecordLayout): ListColumn[] {
  return columns.filter((_, c) => layout.columns[c]!.list) as ListColumn[];
}

/** Writes `count` rows of `batch`, from row `from` on, as records that begin at `places` of `numbers`. */
export function putRows(
  numbers: Int32Array,
  places: Int32Array,
  layout: RecordLayout,
  batch: TableBatch,
  from: number,
  count: number,
): void {
  putInts(numbers, places, 0, batch.key, from, count);
  layout.columns.forEach(({ offset, list }, c) => {
    if (!list) putInts(numbers, places, offset, batch.columns[c] as Int32Array, from, count);
  });
  listsOf(batch, layout).forEach((list, l) => putLists(numbers, places, layout, l, list, from, count));
}

function putInts(
  numbers: Int32Array,
  places: Int32Array,
  offset: number,
  ints: Int32Array,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) numbers[places[i]! + offset] = ints[from + i]!;
}

/** Puts list `l` of each row behind the lists before it. */
function putLists(
  numbers: Int32Array,
  places: Int32Array,
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

/** Rows of a batch that is made of records: as many as a data chunk of DuckDB holds. */
export const BATCH_ROWS = 2048;

/** Turns records back into batches. One batch is reused over and over. */
export class RecordBatches {
  readonly #layout: RecordLayout;
  readonly #key = new Int32Array(BATCH_ROWS);
  readonly #columns: (Int32Array | ListColumn)[];

  constructor(layout: RecordLayout) {
    this.#layout = layout;
    this.#columns = layout.columns.map(({ list }) =>
      list
        ? { offsets: new Int32Array(BATCH_ROWS + 1), values: new Int32Array(BATCH_ROWS) }
        : new Int32Array(BATCH_ROWS),
    );
  }

  /**
   * The records of `numbers` that begin at `places`, at most {@link BATCH_ROWS}, as a batch that is good until the next
   * call.
   */
  build(numbers: Int32Array, places: Int32Array): TableBatch {
    const key = this.#key;
    gather(numbers, places, 0, key);
    this.#layout.columns.forEach(({ offset, list }, c) => {
      const column = this.#columns[c]!;
      if (list) this.#gatherLists(numbers, places, offset, column as ListColumn);
      else gather(numbers, places, offset, column as Int32Array);
    });
    return { length: places.length, key, columns: this.#columns };
  }

  #gatherLists(numbers: Int32Array, places: Int32Array, offset: number, to: ListColumn): void {
    const { width, lengths } = this.#layout;
    let used = 0;
    for (let i = 0; i < places.length; i++) {
      const at = places[i]!;
      let value = at + width;
      for (let l = 0; lengths[l] !== offset; l++) value += numbers[at + lengths[l]!]!;
      const end = value + numbers[at + offset]!;
      if (used + end - value > to.values.length) to.values = grown(to.values, used + end - value);
      const { values } = to;
      while (value < end) values[used++] = numbers[value++]!;
      to.offsets[i + 1] = used;
    }
  }
}

function gather(numbers: Int32Array, places: Int32Array, offset: number, to: Int32Array): void {
  for (let i = 0; i < places.length; i++) to[i] = numbers[places[i]! + offset]!;
}
