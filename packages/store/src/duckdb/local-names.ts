import { grown, type Dictionary } from '@cmsc/core';

/** The names of a dictionary that some rows need, numbered from 0 in order of first appearance. */
export class LocalNames {
  readonly #names: Dictionary;
  /** For each id of the dictionary 1 + its number, 0 where it has none. */
  #numbers = new Int32Array(0);
  #ids: number[] = [];

  constructor(names: Dictionary) {
    this.#names = names;
  }

  /** Puts the numbers of ids in their place. */
  replace(ids: Int32Array, from: number, count: number): void {
    this.#numbers = grown(this.#numbers, this.#names.size);
    const numbers = this.#numbers;
    for (let i = from; i < from + count; i++) {
      const id = ids[i]!;
      ids[i] = (numbers[id] || (numbers[id] = this.#ids.push(id))) - 1;
    }
  }

  /** How many names there are. */
  get size(): number {
    return this.#ids.length;
  }

  /** The names by number. */
  values(): string[] {
    return this.#ids.map((id) => this.#names.name(id));
  }

  /** Forgets all numbers. */
  clear(): void {
    for (const id of this.#ids) this.#numbers[id] = 0;
    this.#ids = [];
  }
}
