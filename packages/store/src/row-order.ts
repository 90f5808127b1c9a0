import { BATCH_ROWS, BatchBuilder } from './batch-builder.js';
import { BLOCK_ROWS, type RecordLayout, type RowBlock } from './row-block.js';
import type { TableBatch } from './table.js';

/** The rows of `blocks` as they are. */
export function inSequence(blocks: readonly RowBlock[], layout: RecordLayout): Generator<TableBatch> {
  const ids = new Int32Array(countRows(blocks));
  let row = 0;
  blocks.forEach((block, b) => {
    for (let i = 0; i < block.rows; i++) ids[row++] = b * BLOCK_ROWS + i;
  });
  return batches(blocks, layout, ids);
}

/**
 * The rows of `blocks` by the rank of their key, from `lowest` up to and without `end`; rows of one key as they are.
 * All keys must lie in that range. Rows come by start time within a key, so this is the order by key and start.
 */
export function byRank(
  blocks: readonly RowBlock[],
  layout: RecordLayout,
  ranks: Int32Array,
  lowest = 0,
  end = ranks.length,
): Generator<TableBatch> {
  // A counting sort.
  const { width } = layout;
  const next = new Int32Array(end - lowest + 1);
  for (const { rows, records } of blocks) {
    for (let row = 0; row < rows; row++) next[ranks[records[row * width]!]! - lowest + 1]!++;
  }
  for (let rank = 1; rank < next.length; rank++) next[rank]! += next[rank - 1]!;
  const ids = new Int32Array(countRows(blocks));
  blocks.forEach(({ rows, records }, b) => {
    for (let row = 0; row < rows; row++)
      ids[next[ranks[records[row * width]!]! - lowest]!++] = b * BLOCK_ROWS + row;
  });
  return batches(blocks, layout, ids);
}

function* batches(blocks: readonly RowBlock[], layout: RecordLayout, ids: Int32Array): Generator<TableBatch> {
  const builder = new BatchBuilder(layout, blocks);
  for (let row = 0; row < ids.length; row += BATCH_ROWS)
    yield builder.build(ids.subarray(row, row + BATCH_ROWS));
}

function countRows(blocks: readonly RowBlock[]): number {
  return blocks.reduce((rows, block) => rows + block.rows, 0);
}
