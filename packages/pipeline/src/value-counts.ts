import { grown } from '@cmsc/core';

/** Counts how often each id of a dictionary stands in a column. */
export class ValueCounts {
  #rows = new Float64Array(1024);
  #distinct = 0;

  /** Number of ids that were counted at least once. */
  get distinct(): number {
    return this.#distinct;
  }

  /** Counts the first `length` ids of a column. */
  add(ids: Int32Array, length: number): void {
    for (let i = 0; i < length; i++) {
      const id = ids[i] as number;
      if (id >= this.#rows.length) this.#rows = grown(this.#rows, id + 1);
      if (this.#rows[id] === 0) this.#distinct++;
      this.#rows[id] = (this.#rows[id] as number) + 1;
    }
  }

  /** The most frequent ids, most rows first, then in order of first appearance. */
  mostFrequent(most: number): { id: number; rows: number }[] {
    const ranked: { id: number; rows: number }[] = [];
    this.#rows.forEach((rows, id) => {
      if (rows > 0) ranked.push({ id, rows });
    });
    return ranked.sort((a, b) => b.rows - a.rows || a.id - b.id).slice(0, most);
  }
}
