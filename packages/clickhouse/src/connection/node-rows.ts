import { CmscError } from '@cmsc/core';
import { engineFailure, noAnswer } from './engine-errors.js';
import type { ClickHouseNode } from './node.js';
import { type NativeBlock, type NativeColumn, readBlocks } from '../native/block-reader.js';

/**
 * The rows of a SELECT on a node, block by block: all `wanted` of them or an error. A node that dies on the way, or
 * writes an error into its answer, must not be taken for one that has no more rows.
 *
 * @param node the node.
 * @param sql the SELECT.
 * @param wanted how many rows it has.
 * @param columns the columns that each block has to have.
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function* nodeRows(
  node: ClickHouseNode,
  sql: string,
  wanted: number,
  columns: Readonly<Record<string, NativeColumn['type']>>,
): AsyncGenerator<NativeBlock> {
  const isWhole = (block: NativeBlock) =>
    Object.entries(columns).every(([name, type]) => block.columns.get(name)?.type === type);
  let rows = 0;
  try {
    for await (const block of readBlocks(node.stream(`${sql} FORMAT Native`))) {
      rows += block.length;
      if (block.length === 0) continue;
      if (!isWhole(block)) throw noAnswer(node.name, undefined);
      yield block;
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
