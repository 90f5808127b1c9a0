import { CmscError, type Dictionary } from '@cmsc/core';

/** A scanner's own copy of a dictionary: the same names as bytes, with the same ids. */
export interface NameTable {
  readonly size: number;
  /** Gives a name the next id. */
  add(name: string): void;
  name(id: number): string;
}

/**
 * Adds the names that a dictionary has got since the table last had all of it. After this both number new names alike, so that
 * the ids of the table are those of the dictionary and no row has to be renumbered.
 */
export function learnNames(table: NameTable, dictionary: Dictionary): void {
  for (let id = table.size; id < dictionary.size; id++) table.add(dictionary.name(id));
}

/** Adds the names that a table has got to its dictionary. They are new there: before the scan the table had all of its names. */
export function teachNames(table: NameTable, dictionary: Dictionary): void {
  for (let id = dictionary.size; id < table.size; id++) dictionary.append(table.name(id));
}

/**
 * Whether a name can't be a value of a plain row. It takes an id in the table but is never found there: what its bytes would be
 * (U+FFFD for a lone surrogate) may be another name.
 */
export function isNoPlainValue(name: string): boolean {
  return /[\0\p{Surrogate}]/u.test(name);
}

/** The error for names that don't fit in memory any more. */
export function tooManyNames(cause?: unknown): CmscError {
  return new CmscError(
    'limit',
    'TOO_MANY_KEYS',
    'the different names in the input do not fit in 4 GiB of memory',
    {
      hint: 'read fewer columns, or the input in parts',
      ...(cause !== undefined && { cause }),
    },
  );
}
