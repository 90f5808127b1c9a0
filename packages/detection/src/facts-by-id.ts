import { grown } from '@cmsc/core';
import { BLOCK_ROWS } from './logon-columns.js';

/** Some integers for each of many things, which have dense ids: those of one thing side by side, since a row needs them all. */
export class FactsById {
  /** For each fact a column of the rows that were taken last. */
  readonly columns: readonly Int32Array[];
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
    this.columns.forEach((column, fact) =>
      takeFact(this.#facts, this.columns.length, fact, ids, length, column),
    );
  }
}

function takeFact(
  facts: Int32Array,
  width: number,
  fact: number,
  ids: Int32Array,
  length: number,
  to: Int32Array,
): void {
  for (let row = 0; row < length; row++) to[row] = facts[(ids[row] as number) * width + fact] as number;
}
