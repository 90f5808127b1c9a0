import { Dictionary } from '@cmsc/core';

/** What stands for a pair without a number, and for a name that is not known. */
export const NO_PAIR = -1;

/** Makes any number above 0, also {@link NO_PAIR}. */
const KNOWN = 2;

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

/** The numbers of the pairs in the keys of a pass: each key is looked up once. */
export class PairsOfKeys {
  readonly #numberOf: (key: number) => number;
  /** By key: nothing yet, or the number of its pair plus {@link KNOWN}. */
  #known = new Int32Array(0);

  /** `numberOf` tells the number of the pair of a key. */
  constructor(numberOf: (key: number) => number) {
    this.#numberOf = numberOf;
  }

  /** The numbers of the pairs of the first `length` keys. */
  of(keys: Int32Array, length: number): Int32Array {
    const pairs = new Int32Array(length);
    for (let row = 0; row < length; row++) pairs[row] = this.#pairOf(keys[row] as number);
    return pairs;
  }

  #pairOf(key: number): number {
    if (key >= this.#known.length) this.#grow(key);
    const known = this.#known[key] as number;
    if (known > 0) return known - KNOWN;
    const pair = this.#numberOf(key);
    this.#known[key] = pair + KNOWN;
    return pair;
  }

  #grow(key: number): void {
    const larger = new Int32Array(Math.max(1024, 2 * (key + 1)));
    larger.set(this.#known);
    this.#known = larger;
  }
}

/** The ids of one dictionary as those of another: each name is looked up once. */
export class IdTranslation {
  readonly #from: Dictionary;
  readonly #to: Dictionary;
  #ids = new Int32Array(0);

  constructor(from: Dictionary, to: Dictionary) {
    this.#from = from;
    this.#to = to;
  }

  /** What an id of the one is in the other, or {@link NO_PAIR}. Names must not be added to the other meanwhile. */
  of(id: number): number {
    if (id >= this.#ids.length) this.#extend();
    return this.#ids[id] as number;
  }

  #extend(): void {
    const known = this.#ids.length;
    const ids = new Int32Array(this.#from.size);
    ids.set(this.#ids);
    for (let id = known; id < ids.length; id++) ids[id] = this.#to.find(this.#from.name(id)) ?? NO_PAIR;
    this.#ids = ids;
  }
}
