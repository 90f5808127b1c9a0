import type { TableBatch } from '../table.js';
import type { RankRange } from './key-ranges.js';
import { type RecordBuffer, type RecordLayout, recordLength } from './row-records.js';
import { grown, type ListColumn } from '@cmsc/core';

/** Makes batches of the records of a buffer, sorted or as they are. What it needs for that is reused over and over. */
export class RecordSorter {
  readonly #layout: RecordLayout;
  readonly #builder: RecordBatches;
  #places = new Int32Array(0);
  #sorted = new Int32Array(0);
  #next = new Int32Array(0);

  constructor(layout: RecordLayout) {
    this.#layout = layout;
    this.#builder = new RecordBatches(layout);
  }

  /** Where each record of `buffer` begins, one after the other. Good until the next call of any method. */
  places({ numbers, rows }: RecordBuffer): Int32Array {
    this.#places = withLength(this.#places, rows);
    for (let row = 0, at = 0; row < rows; row++) {
      this.#places[row] = at;
      at += recordLength(numbers, at, this.#layout);
    }
    return this.#places.subarray(0, rows);
  }

  /** The records as they are. */
  *inSequence(buffer: RecordBuffer): Generator<TableBatch> {
    yield* this.#batches(buffer, this.places(buffer));
  }

  /** The records by the rank of their key, all of them within `range`, then by start time, then as they are. */
  *byRank(buffer: RecordBuffer, range: RankRange, ranks: Int32Array): Generator<TableBatch> {
    const sorted = this.#sort(buffer.numbers, this.places(buffer), range, ranks);
    if (this.#layout.start !== undefined) sortByStart(buffer.numbers, this.#layout.start, sorted);
    yield* this.#batches(buffer, sorted);
  }

  /** A counting sort. */
  #sort(numbers: Int32Array, places: Int32Array, { lowest, end }: RankRange, ranks: Int32Array): Int32Array {
    this.#sorted = withLength(this.#sorted, places.length);
    this.#next = withLength(this.#next, end - lowest + 1);
    const next = this.#next.fill(0, 0, end - lowest + 1);
    for (let i = 0; i < places.length; i++) next[ranks[numbers[places[i]!]!]! - lowest + 1]!++;
    for (let rank = 1; rank < end - lowest; rank++) next[rank]! += next[rank - 1]!;
    for (let i = 0; i < places.length; i++) {
      const at = places[i]!;
      this.#sorted[next[ranks[numbers[at]!]! - lowest]!++] = at;
    }
    return this.#sorted.subarray(0, places.length);
  }

  *#batches({ numbers }: RecordBuffer, places: Int32Array): Generator<TableBatch> {
    for (let row = 0; row < places.length; row += BATCH_ROWS) {
      yield this.#builder.build(numbers, places.subarray(row, row + BATCH_ROWS));
    }
  }
}

/** Sorts records of one key by their start. Most often they are in that order already. */
function sortByStart(numbers: Int32Array, start: number, sorted: Int32Array): void {
  let first = 0;
  let ordered = true;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && numbers[sorted[i]!] === numbers[sorted[i - 1]!]) {
      ordered &&= numbers[sorted[i]! + start]! >= numbers[sorted[i - 1]! + start]!;
      continue;
    }
    // Of two that start together the one that came first lies first.
    if (!ordered)
      sorted.subarray(first, i).sort((a, b) => numbers[a + start]! - numbers[b + start]! || a - b);
    first = i;
    ordered = true;
  }
}

function withLength(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return array.length < length ? new Int32Array(Math.ceil(length * 1.25)) : array;
}

/** Rows of a batch that is made of records: as many as a data chunk of DuckDB holds. */
const BATCH_ROWS = 2048;

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
