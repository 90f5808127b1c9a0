import { Growable, type Dictionary, type KeyFold, type Sessionizer } from '@cmsc/core';
import type { KeyNames } from '@cmsc/store';

/** The keys behind the key ids of a run: ids and names of every key column, however the key was folded. */
export class NamedKeys implements KeyNames {
  readonly #keys: Sessionizer['keys'];
  readonly #fold: KeyFold;
  readonly #dictionaries: readonly Dictionary[];
  readonly #unfolded: Growable[];

  /** `dictionaries` holds the one of each key column. */
  constructor(keys: Sessionizer['keys'], fold: KeyFold, dictionaries: readonly Dictionary[]) {
    this.#keys = keys;
    this.#fold = fold;
    this.#dictionaries = dictionaries;
    this.#unfolded = dictionaries.map(() => new Growable());
  }

  /** Number of keys so far. */
  get size(): number {
    return this.#keys.size;
  }

  /** For each key id, its id in the given key column. Good until the next events. */
  column(index: number): Int32Array {
    if (this.#fold.width === this.#dictionaries.length) return this.#keys.column(index);
    this.#unfoldNew();
    return (this.#unfolded[index] as Growable).view();
  }

  /** The dictionary of a key column. */
  dictionary(index: number): Dictionary {
    return this.#dictionaries[index] as Dictionary;
  }

  /** The text of a key column of a key. */
  name(column: number, key: number): string {
    return this.dictionary(column).name(this.column(column)[key] as number);
  }

  #unfoldNew(): void {
    const folded = Array.from({ length: this.#fold.width }, (_, i) => this.#keys.column(i));
    for (let key = (this.#unfolded[0] as Growable).length; key < this.#keys.size; key++) {
      const ids = this.#fold.unfold(folded.map((column) => column[key] as number));
      ids.forEach((id, column) => (this.#unfolded[column] as Growable).push(id));
    }
  }
}
