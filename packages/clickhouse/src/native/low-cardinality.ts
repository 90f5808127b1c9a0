import { grown, type Dictionary } from '@cmsc/core';
import type { BlockBytes } from './block-bytes.js';

// What stands before the data of a LowCardinality column: its version, then for each block which numbers the
// indexes are, and that the names they stand for come with the block. (ClickHouse, SerializationLowCardinality.cpp)
const KEYS_VERSION = 1;
const BLOCK_HAS_NAMES = 0x600;

/**
 * Writes a column of ids as a `LowCardinality(String)`: each block has the names that it needs, once each, and an index
 * a row. So a name costs its text once in 65,536 rows, not once a row.
 */
export class LowCardinality {
  readonly #dictionary: Dictionary;
  /** For each id, its index in the block that holds it, good where #block says so. */
  #index = new Int32Array(1024);
  #block = new Int32Array(1024);
  #blocks = 0;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** Appends `length` ids as a column's data. */
  write(ids: Int32Array, length: number, to: BlockBytes): void {
    const indexes = new Uint32Array(length);
    const names = this.#number(ids, indexes);
    const [kind, packed] = packedIndexes(indexes, names.length);
    to.uint64(KEYS_VERSION);
    to.uint64(BLOCK_HAS_NAMES | kind);
    to.uint64(names.length);
    for (const id of names) to.text(this.#dictionary.name(id));
    to.uint64(length);
    to.array(packed);
  }

  /** Fills in the index of each row, and gives the ids in the order of their indexes. */
  #number(ids: Int32Array, indexes: Uint32Array): number[] {
    this.#index = grown(this.#index, this.#dictionary.size);
    this.#block = grown(this.#block, this.#dictionary.size);
    const block = ++this.#blocks;
    const names: number[] = [];
    for (let i = 0; i < indexes.length; i++) {
      const id = ids[i] as number;
      if (this.#block[id] !== block) {
        this.#block[id] = block;
        this.#index[id] = names.push(id) - 1;
      }
      indexes[i] = this.#index[id] as number;
    }
    return names;
  }
}

/** The indexes in the smallest numbers that hold `count`, and the number by which ClickHouse knows those. */
function packedIndexes(
  indexes: Uint32Array,
  count: number,
): [kind: number, packed: Uint8Array | Uint16Array | Uint32Array] {
  if (count <= 2 ** 8) return [0, Uint8Array.from(indexes)];
  if (count <= 2 ** 16) return [1, Uint16Array.from(indexes)];
  return [2, indexes];
}
