import { grown } from '@cmsc/core';
import { BLOCK_ROWS } from './logon-columns.js';
import { touch } from './touch.js';

/** Some integers for each of many things, which have dense ids: those of one thing side by side, since a row needs them all. */
export class FactsById {
  /** For each fact a column of the rows that were taken last. */
  readonly columns: readonly Int32Array[];
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  #facts = new Int32Array(1024);
  #size = 0;

  /** @param width number of facts. */
  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Int32Array(BLOCK_ROWS));
  }

  /** Adds the next `count` things: a column for each fact. */
  add(columns: readonly Int32Array[], count: number): void {
    const width = columns.length;
    this.#facts = grown(this.#facts, (this.#size + count) * width);
    columns.forEach((values, fact) => {
      for (let i = 0; i < count; i++) this.#facts[(this.#size + i) * width + fact] = values[i] as number;
    });
    this.#size += count;
  }

  /** Puts the facts of the things of so many rows into {@link columns}. */
  take(ids: Int32Array, length: number): void {
    const width = this.columns.length;
    this.columns.forEach((column, fact) => takeFact(this.#facts, width, fact, ids, length, column));
  }

  /** As {@link take} of facts that are places in `values`, and has what is there in the cache: see touch.ts. */
  takePlaces(ids: Int32Array, length: number, values: Int32Array): void {
    this.take(ids, length);
    for (const column of this.columns) this.touched ^= touch(values, column, 0, length);
  }
}

function takeFact(
  facts: Int32Array,
  width: number,
  fact: number,
  ids: Int32Array,
  length: number,
  column: Int32Array,
): void {
  for (let row = 0; row < length; row++) column[row] = facts[(ids[row] as number) * width + fact] as number;
}
