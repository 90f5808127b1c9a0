import type { ListColumn, TableBatch, TableSpec } from './table.js';

/** Most rows of a block. */
export const BLOCK_ROWS = 16_384;

/** Where each column lies within a record. */
export interface RecordLayout {
  /** Numbers a record: the key, one for each int or name, two for each list (where its values begin, how many there are). */
  width: number;
  columns: readonly { offset: number; list: boolean }[];
}

/**
 * Rows of a table, one record after the other: sorting moves whole rows, and a row that lies in one place costs
 * one trip to memory where a row in columns costs one a column.
 */
export interface RowBlock {
  rows: number;
  records: Int32Array;
  /** The values of all lists; the first `values` of them are used. */
  list: Int32Array;
  values: number;
}

/** The records of a table. */
export function layoutOf(spec: TableSpec): RecordLayout {
  let width = 1;
  const columns = spec.columns.map(({ type }) => {
    const column = { offset: width, list: type.endsWith('[]') };
    width += column.list ? 2 : 1;
    return column;
  });
  return { width, columns };
}

/** A block with no rows and room for `rows`. */
export function emptyBlock(layout: RecordLayout, rows = BLOCK_ROWS): RowBlock {
  return { rows: 0, records: new Int32Array(rows * layout.width), list: new Int32Array(0), values: 0 };
}

/** The bytes that a block takes in memory. */
export function blockBytes(block: RowBlock): number {
  return block.records.byteLength + block.list.byteLength;
}

/** Whether no further row fits. */
export function isFull(block: RowBlock, layout: RecordLayout): boolean {
  return (block.rows + 1) * layout.width > block.records.length;
}

/** Adds rows of `batch`, from row `from` on, until the block is full. Returns the row to go on from. */
export function addRows(block: RowBlock, layout: RecordLayout, batch: TableBatch, from: number): number {
  const { width } = layout;
  const { records } = block;
  const rows = Math.min(batch.length - from, records.length / width - block.rows);
  const base = block.rows * width;
  for (let row = 0, at = base; row < rows; row++, at += width) records[at] = batch.key[from + row]!;
  layout.columns.forEach(({ offset, list }, c) => {
    const column = batch.columns[c]!;
    if (list) return addLists(block, column as ListColumn, from, rows, base + offset, width);
    const ints = column as Int32Array;
    for (let row = 0, at = base + offset; row < rows; row++, at += width) records[at] = ints[from + row]!;
  });
  block.rows += rows;
  return from + rows;
}

function addLists(
  block: RowBlock,
  column: ListColumn,
  from: number,
  rows: number,
  first: number,
  width: number,
) {
  const start = column.offsets[from]!;
  const shift = block.values - start;
  for (let row = 0, at = first; row < rows; row++, at += width) {
    const begin = column.offsets[from + row]!;
    block.records[at] = begin + shift;
    block.records[at + 1] = column.offsets[from + row + 1]! - begin;
  }
  appendValues(block, column.values, start, column.offsets[from + rows]!);
}

/** Adds row `row` of `source` to a block that is not full. */
export function copyRow(block: RowBlock, layout: RecordLayout, source: RowBlock, row: number): void {
  const { width } = layout;
  const from = row * width;
  const to = block.rows * width;
  for (let i = 0; i < width; i++) block.records[to + i] = source.records[from + i]!;
  for (const { offset, list } of layout.columns) {
    if (!list) continue;
    const begin = source.records[from + offset]!;
    block.records[to + offset] = block.values;
    appendValues(block, source.list, begin, begin + source.records[from + offset + 1]!);
  }
  block.rows++;
}

function appendValues(block: RowBlock, values: Int32Array, from: number, to: number): void {
  block.list = withRoom(block.list, block.values, to - from);
  for (let i = from, at = block.values; i < to; i++, at++) block.list[at] = values[i]!;
  block.values += to - from;
}

/** `list`, or a larger copy of its first `used` values, with room for `more` behind them. */
export function withRoom(list: Int32Array, used: number, more: number): Int32Array {
  if (used + more <= list.length) return list;
  const larger = new Int32Array(Math.max(used + more, used * 2, 1024));
  larger.set(list.subarray(0, used));
  return larger;
}
