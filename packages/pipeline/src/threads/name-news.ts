import { Dictionary } from '@cmsc/core';
import type { NewNames } from './messages.js';

/** Keeps track of which names another thread has been told. */
export class NameNews {
  readonly #dictionaries: Readonly<Record<string, Dictionary>>;
  readonly #told = new Map<string, number>();

  constructor(dictionaries: Readonly<Record<string, Dictionary>>) {
    this.#dictionaries = dictionaries;
  }

  /** The names that have come up since the last call. */
  take(): NewNames {
    const news: NewNames = {};
    for (const [name, dictionary] of Object.entries(this.#dictionaries)) {
      const told = this.#told.get(name) ?? 0;
      if (dictionary.size === told) continue;
      news[name] = namesFrom(dictionary, told);
      this.#told.set(name, dictionary.size);
    }
    return news;
  }
}

/** Dictionaries that hold these names, in the order of their ids. */
export function dictionariesOf(names: NewNames): Record<string, Dictionary> {
  const dictionaries = Object.fromEntries(Object.keys(names).map((name) => [name, new Dictionary()]));
  addNames(dictionaries, names);
  return dictionaries;
}

/** Adds names that another thread has told. */
export function addNames(dictionaries: Readonly<Record<string, Dictionary>>, news: NewNames): void {
  for (const [dictionary, names] of Object.entries(news))
    for (const name of names) dictionaries[dictionary]?.intern(name);
}

function namesFrom(dictionary: Dictionary, first: number): string[] {
  return Array.from({ length: dictionary.size - first }, (_, i) => dictionary.name(first + i));
}
