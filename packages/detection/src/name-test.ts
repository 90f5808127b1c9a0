import type { Dictionary } from '@cmsc/core';

/** A yes or no for each name of a dictionary that grows, asked once a name. */
export class NameTest {
  readonly #names: Dictionary;
  readonly #test: (name: string) => boolean;
  #answers = new Uint8Array(1024);
  #known = 0;

  constructor(names: Dictionary, test: (name: string) => boolean) {
    this.#names = names;
    this.#test = test;
  }

  /** For each id known so far 1 or 0. */
  answers(): Uint8Array {
    const { size } = this.#names;
    if (size > this.#answers.length) {
      const larger = new Uint8Array(2 * size);
      larger.set(this.#answers);
      this.#answers = larger;
    }
    for (; this.#known < size; this.#known++)
      this.#answers[this.#known] = this.#test(this.#names.name(this.#known)) ? 1 : 0;
    return this.#answers;
  }
}
