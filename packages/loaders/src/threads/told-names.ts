import { Dictionary } from '@cmsc/core';

/** New names of each dictionary, by dictionary name, in order of their ids. */
export type NewNames = Record<string, string[]>;

/** Keeps track of which names another thread has been told. */
export class ToldNames {
  readonly #dictionaries: Readonly<Record<string, Dictionary>>;
  readonly #told = new Map<string, number>();

  constructor(dictionaries: Readonly<Record<string, Dictionary>>) {
    this.#dictionaries = dictionaries;
  }

  /** The names that have come up since the last call. */
  take(): NewNames {
    const names: NewNames = {};
    for (const [name, dictionary] of Object.entries(this.#dictionaries)) {
      const told = this.#told.get(name) ?? 0;
      if (dictionary.size === told) continue;
      names[name] = dictionary.names().slice(told);
      this.#told.set(name, dictionary.size);
    }
    return names;
  }
}

/** Adds names that another thread has told, whose dictionaries these follow. */
export function addNames(dictionaries: Record<string, Dictionary>, newNames: NewNames): void {
  for (const [dictionaryName, names] of Object.entries(newNames)) {
    const dictionary = (dictionaries[dictionaryName] ??= new Dictionary());
    for (const name of names) dictionary.intern(name);
  }
}

/** Keeps dictionaries in step with those of another thread, though names may be added here, too. */
export class NameMirror {
  readonly #dictionaries: Record<string, Dictionary>;
  /** For each dictionary, the id here of each id there. */
  readonly #here = new Map<string, number[]>();
  /** The dictionaries whose ids differ. */
  readonly #differs = new Set<string>();

  constructor(dictionaries: Record<string, Dictionary>) {
    this.#dictionaries = dictionaries;
  }

  /** All names so far, for the other thread to begin with. */
  all(): NewNames {
    const entries = Object.entries(this.#dictionaries);
    for (const [name, { size }] of entries) this.#here.set(name, [...Array(size).keys()]);
    return Object.fromEntries(entries.map(([name, dictionary]) => [name, [...dictionary.names()]]));
  }

  /** Adds names of the other thread. */
  add(newNames: NewNames): void {
    for (const [dictionaryName, names] of Object.entries(newNames)) {
      const dictionary = (this.#dictionaries[dictionaryName] ??= new Dictionary());
      const here = this.#here.get(dictionaryName) ?? [];
      this.#here.set(dictionaryName, here);
      for (const name of names) {
        // While the two are the same what is new there is new here.
        const isSame = dictionary.size === here.length && !this.#differs.has(dictionaryName);
        const id = isSame ? dictionary.append(name) : dictionary.intern(name);
        if (id !== here.length) this.#differs.add(dictionaryName);
        here.push(id);
      }
    }
  }

  /** Makes ids of the other thread those of this one. */
  translate(ids: readonly Int32Array[], length: number, dictionaryNames: readonly string[]): void {
    ids.forEach((column, i) => {
      const dictionaryName = dictionaryNames[i] as string;
      if (!this.#differs.has(dictionaryName)) return;
      const here = this.#here.get(dictionaryName) as number[];
      for (let row = 0; row < length; row++) column[row] = here[column[row] as number] as number;
    });
  }
}
