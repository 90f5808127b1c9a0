import { Dictionary, OncePerId } from '@cmsc/core';

/** Numbers names in the order in which they are first asked for, from 0 on: the ids that an export writes. */
export class NumberedNames {
  /** The names, by number. */
  readonly list: Dictionary;
  readonly #numbers: OncePerId;

  /**
   * `nameOf` says under which name a name of the dictionary is numbered. Those that share a `list` share their numbers,
   * for columns that have dictionaries of their own.
   */
  constructor(names: Dictionary, nameOf: (name: string) => string = (name) => name, list = new Dictionary()) {
    this.#numbers = new OncePerId((id) => list.intern(nameOf(names.name(id))));
    this.list = list;
  }

  /** The number of the name `id`. */
  numberOf(id: number): number {
    return this.#numbers.of(id);
  }
}
