import { grown, type ListColumn } from '@cmsc/core';
import type { TableBatch } from '../table.js';
import type { RecordLayout } from './row-records.js';

/** Rows of a batch that is made of records: as many as a data chunk of DuckDB holds. */
export const BATCH_ROWS = 2048;

/** Turns records back into batches. One batch is reused over and over. */
export class BatchBuilder {
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
   * call. `keys` turns the first number of a record into a key; without it, it is the key.
   */
  build(numbers: Int32Array, places: Int32Array, keys: Int32Array | undefined): TableBatch {
    const key = this.#key;
    gather(numbers, places, 0, key);
    if (keys) for (let i = 0; i < places.length; i++) key[i] = keys[key[i]!]!;
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
