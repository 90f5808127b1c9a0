import { BLOCK_ROWS, withRoom, type RecordLayout, type RowBlock } from './row-block.js';
import type { ListColumn, TableBatch } from './table.js';

/** Rows of a batch that comes back out of blocks: as many as a data chunk of DuckDB holds. */
export const BATCH_ROWS = 2048;

/** Turns records back into batches. One batch is reused over and over. */
export class BatchBuilder {
  readonly #layout: RecordLayout;
  readonly #blocks: readonly RowBlock[];
  readonly #key = new Int32Array(BATCH_ROWS);
  readonly #columns: (Int32Array | ListColumn)[];

  constructor(layout: RecordLayout, blocks: readonly RowBlock[]) {
    this.#layout = layout;
    this.#blocks = blocks;
    this.#columns = layout.columns.map(({ list }) =>
      list
        ? { offsets: new Int32Array(BATCH_ROWS + 1), values: new Int32Array(BATCH_ROWS) }
        : new Int32Array(BATCH_ROWS),
    );
  }

  /**
   * The rows called `ids`, at most {@link BATCH_ROWS}, as a batch that is good until the next call. The id of a row is
   * its block's number × {@link BLOCK_ROWS} + its number in the block.
   */
  build(ids: Int32Array): TableBatch {
    // Column by column: so the trips to memory of many rows overlap, which is most of what a sort costs.
    gatherInts(this.#blocks, this.#layout.width, 0, ids, this.#key);
    this.#layout.columns.forEach(({ offset, list }, c) => {
      const column = this.#columns[c]!;
      if (list) gatherLists(this.#blocks, this.#layout.width, offset, ids, column as ListColumn);
      else gatherInts(this.#blocks, this.#layout.width, offset, ids, column as Int32Array);
    });
    return { length: ids.length, key: this.#key, columns: this.#columns };
  }
}

function gatherInts(
  blocks: readonly RowBlock[],
  width: number,
  offset: number,
  ids: Int32Array,
  to: Int32Array,
): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    to[i] = blocks[(id / BLOCK_ROWS) | 0]!.records[(id % BLOCK_ROWS) * width + offset]!;
  }
}

function gatherLists(
  blocks: readonly RowBlock[],
  width: number,
  offset: number,
  ids: Int32Array,
  to: ListColumn,
): void {
  let used = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    const { records, list } = blocks[(id / BLOCK_ROWS) | 0]!;
    const pointer = (id % BLOCK_ROWS) * width + offset;
    const begin = records[pointer]!;
    const count = records[pointer + 1]!;
    if (used + count > to.values.length) to.values = withRoom(to.values, used, count);
    const { values } = to;
    for (let v = 0; v < count; v++) values[used + v] = list[begin + v]!;
    used += count;
    to.offsets[i + 1] = used;
  }
}
