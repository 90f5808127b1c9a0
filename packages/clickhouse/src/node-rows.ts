import type { ClickHouseNode } from './node.js';
import { engineFailure } from './engine-errors.js';
import type { NativeBlock } from './native/block-reader.js';
import { readBlocks } from './native/read-blocks.js';
import { CmscError } from '@cmsc/core';

/**
 * The rows of a SELECT on a node, block by block: all `wanted` of them or an error. A node that dies on the way, or
 * writes an error into its answer, must not be taken for one that has no more rows.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function* nodeRows(
  node: ClickHouseNode,
  sql: string,
  wanted: number,
): AsyncGenerator<NativeBlock> {
  let rows = 0;
  try {
    for await (const block of readBlocks(node.stream(`${sql} FORMAT Native`))) {
      rows += block.length;
      if (block.length > 0) yield block;
    }
  } catch (error) {
    if (error instanceof CmscError) throw error;
    throw brokenOff(node, rows, wanted);
  }
  if (rows !== wanted) throw brokenOff(node, rows, wanted);
}

function brokenOff(node: ClickHouseNode, rows: number, wanted: number): CmscError {
  return engineFailure(
    node.name,
    `sent ${rows} of ${wanted} rows and broke off`,
    'see its log, then run it again',
  );
}
