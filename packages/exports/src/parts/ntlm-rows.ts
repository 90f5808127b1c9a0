import { type Dictionary, type EventColumns, PerName } from '@cmsc/core';

/**
 * Picks the rows whose text contains "NTLM" in any case, in whatever column. Only the columns that have such a name at all
 * are looked at: in the real data the authentication type alone.
 */
export class NtlmRows {
  readonly #facts: readonly PerName[];
  #active: { ids: Int32Array; values: Int32Array }[] = [];

  /** `dictionaries` are those of all columns of a row. */
  constructor(dictionaries: readonly Dictionary[]) {
    this.#facts = dictionaries.map(
      (names) => new PerName(names, (name) => (/NTLM/.test(name.toUpperCase()) ? 1 : 0)),
    );
  }

  /** Takes a batch. */
  begin({ ids }: EventColumns): void {
    this.#active = [];
    this.#facts.forEach((facts, column) => {
      const values = facts.refresh();
      if (facts.any) this.#active.push({ ids: ids[column]!, values });
    });
  }

  /** Whether the row is one of them. */
  has(row: number): boolean {
    for (const { ids, values } of this.#active) if (values[ids[row]!] === 1) return true;
    return false;
  }
}
