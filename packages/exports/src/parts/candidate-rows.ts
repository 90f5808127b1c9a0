import { grown, type AuthColumn, type Dictionary, type EventColumns } from '@cmsc/core';
import type { Candidates, LogonColumns, LogonDictionaries, Protocol } from '@cmsc/detection';

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
