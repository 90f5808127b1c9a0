import { Dictionary } from '@cmsc/core';

/** What stands for a pair without a number, and for a name that is not known. */
export const NO_PAIR = -1;

/**
 * Numbers for pairs of a user and a computer, from 0 in order of first appearance. Auth and proc each have names of their
 * own; here they meet.
 */
export class PairIds {
  readonly users = new Dictionary();
  readonly computers = new Dictionary();
  /** By user: the number of its pair with each computer. */
  readonly #ofUser: Map<number, number>[] = [];
  #size = 0;

  /** The number of a pair, a new one when it has none yet. */
  intern(user: string, computer: string): number {
    const computers = (this.#ofUser[this.users.intern(user)] ??= new Map<number, number>());
    const id = this.computers.intern(computer);
    const known = computers.get(id);
    if (known !== undefined) return known;
    computers.set(id, this.#size);
    return this.#size++;
  }

  /** The number of the pair with these ids in `users` and `computers`, or {@link NO_PAIR}. */
  find(user: number, computer: number): number {
    return this.#ofUser[user]?.get(computer) ?? NO_PAIR;
  }

  /** The number of a pair, or {@link NO_PAIR}. */
  findNamed(user: string, computer: string): number {
    return this.find(this.users.find(user) ?? NO_PAIR, this.computers.find(computer) ?? NO_PAIR);
  }
}
