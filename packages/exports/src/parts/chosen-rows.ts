import { type AuthColumn, type Dictionary, type EventColumns, grown, PerName } from '@cmsc/core';
import type { Candidates, LogonColumns, LogonDictionaries, Protocol } from '@cmsc/detection';

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

/** The rows that a protocol of detection takes for candidates: those that an export of the same name holds. */
export class CandidateRows {
  readonly #columns: readonly AuthColumn[];
  readonly #candidates: Candidates;
  #kept = new Int32Array(0);

  /** `columns` are those of the batches' ids, with all that the protocol looks at among them. */
  constructor(protocol: Protocol, columns: readonly AuthColumn[], dictionaries: readonly Dictionary[]) {
    const named = Object.fromEntries(columns.map((column, i) => [column, dictionaries[i]]));
    this.#columns = columns;
    this.#candidates = protocol.start(named as LogonDictionaries);
  }

  /** The candidates among the rows from `begin` up to `end`, ascending. Good until the next call; rows come in order. */
  of({ time, ids }: EventColumns, begin: number, end: number): Int32Array {
    const part = (column: Int32Array): Int32Array => column.subarray(begin, end);
    const columns = Object.fromEntries(this.#columns.map((column, i) => [column, part(ids[i]!)]));
    const rows = { ...columns, time: part(time), length: end - begin } as LogonColumns;
    this.#kept = grown(this.#kept, rows.length);
    const kept = this.#kept.subarray(0, this.#candidates.keep(rows, this.#kept));
    for (let i = 0; i < kept.length; i++) kept[i]! += begin;
    return kept;
  }
}
