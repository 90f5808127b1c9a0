import type { Dictionary } from '@cmsc/core';
import type { NamesColumn, NativeBlock, NativeColumn, NativeList } from './block-reader.js';

/** These columns, all of one type, for the rows that are asked for. */
export function columnsOf(
  type: NativeColumn['type'],
  names: readonly string[],
): Record<string, NativeColumn['type']> {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/** A column of a block. It is there, for the query has asked for it, and rows without it were refused. */
function columnOf(block: NativeBlock, name: string): NativeColumn {
  return block.columns.get(name) as NativeColumn;
}

/** A column of names. */
export function namesOf(block: NativeBlock, name: string): NamesColumn {
  return columnOf(block, name) as NamesColumn;
}

/** A column of lists. */
export function listOf(block: NativeBlock, name: string): NativeList {
  return columnOf(block, name) as NativeList;
}

/** A column of numbers. */
export function numbersOf(
  block: NativeBlock,
  name: string,
): Int32Array | Uint32Array | Uint8Array | Float64Array {
  const column = columnOf(block, name);
  return column.type === 'numbers' ? column.values : new Int32Array();
}

/** The ids of a column of names. A name is looked up once a block, not once a row. */
export function idsOf({ names, indexes }: NamesColumn, dictionary: Dictionary): Int32Array {
  const ids = names.map((name) => dictionary.intern(name));
  return Int32Array.from(indexes, (index) => ids[index] as number);
}
