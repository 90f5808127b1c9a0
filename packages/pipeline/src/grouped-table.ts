import { Growable, type SessionColumns } from '@cmsc/core';
import type { TableBatch, TableSpec } from '@cmsc/store';
import type { SessionPlan } from './session-plan.js';

const BATCH_KEYS = 8192;

/** The table of `--grouped`: one row a key, with the [start, end] of each of its sessions. */
export function groupedTable({ command, rule }: SessionPlan): TableSpec {
  return {
    name: command === 'sessions' ? 'sessions_by_key' : 'process_runs_by_key',
    key: rule.key,
    columns: [{ name: 'sessions', type: 'span[]' }],
  };
}

/**
 * Gathers the sessions of each key, in order of their start. They stay in memory, 12 bytes each, since a key's row is complete only at the end
 * of the input.
 */
export class SessionGroups {
  readonly #key = new Growable();
  readonly #start = new Growable();
  readonly #end = new Growable();

  /** Adds sessions, in any order: under pairing `lifo` the one that began last ends first. */
  add({ length, key, start, end }: SessionColumns): void {
    for (let i = 0; i < length; i++) {
      this.#key.push(key[i] as number);
      this.#start.push(start[i] as number);
      this.#end.push(end[i] as number);
    }
  }

  /** The rows of {@link groupedTable}, for keys with sessions, by key id. */
  *batches(keys: number): Generator<TableBatch> {
    const { from, rows } = this.#sorted(keys);
    for (let first = 0; first < keys; first += BATCH_KEYS) {
      const some = Array.from({ length: Math.min(BATCH_KEYS, keys - first) }, (_, i) => first + i).filter(
        (key) => (from[key] as number) < (from[key + 1] as number),
      );
      if (some.length > 0) yield this.#batch(some, from, rows);
    }
  }

  /** The sessions of each key that has some, by key id. */
  *byKey(keys: number): Generator<{ key: number; spans: [start: number, end: number][] }> {
    const { from, rows } = this.#sorted(keys);
    for (let key = 0; key < keys; key++) {
      const own = Array.from(rows.subarray(from[key], from[key + 1]));
      if (own.length > 0) yield { key, spans: own.map((row) => [this.#start.at(row), this.#end.at(row)]) };
    }
  }

  #batch(keys: number[], from: Int32Array, rows: Int32Array): TableBatch {
    const offsets = new Int32Array(keys.length + 1);
    const spans: number[] = [];
    keys.forEach((key, i) => {
      for (const row of rows.subarray(from[key], from[key + 1]))
        spans.push(this.#start.at(row), this.#end.at(row));
      offsets[i + 1] = spans.length;
    });
    return {
      length: keys.length,
      key: Int32Array.from(keys),
      columns: [{ offsets, values: Int32Array.from(spans) }],
    };
  }

  /** Sorts the sessions by key, then start, then order of emission. */
  #sorted(keys: number): { from: Int32Array; rows: Int32Array } {
    const from = new Int32Array(keys + 1);
    for (const key of this.#key.view()) from[key + 1] = (from[key + 1] as number) + 1;
    for (let key = 0; key < keys; key++) from[key + 1] = (from[key + 1] as number) + (from[key] as number);
    const next = from.slice();
    const rows = new Int32Array(this.#key.length);
    this.#key.view().forEach((key, row) => {
      const place = next[key] as number;
      rows[place] = row;
      next[key] = place + 1;
    });
    for (let key = 0; key < keys; key++)
      this.#sortByStart(rows, from[key] as number, from[key + 1] as number);
    return { from, rows };
  }

  /** Sorts the sessions of one key, which nearly always are in order. Those that begin together keep theirs. */
  #sortByStart(rows: Int32Array, from: number, to: number): void {
    const start = (row: number) => this.#start.at(row);
    for (let i = from + 1; i < to; i++)
      if (start(rows[i] as number) < start(rows[i - 1] as number))
        return void rows.subarray(from, to).sort((a, b) => start(a) - start(b));
  }
}
