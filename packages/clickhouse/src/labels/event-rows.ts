import { Growable, type Dictionary, type EventColumns } from '@cmsc/core';
import { columnsOf, idsOf, namesOf, numbersOf } from '../native/block-columns.js';
import type { NativeBlock, NativeColumn } from '../native/block-reader.js';

/** Rows of auth and, for each, how many rows of the red-team file it is: 0 is label 0, more is label 1. */
export interface LabelledBatch {
  /** The ids are those of the columns of {@link LabelledEvents}. */
  events: EventColumns;
  /** One value a row of `events`. */
  redteamRows: Int32Array;
}

const NUMBERS = ['time', 'st', 'redteam_rows'];

/** Turns rows of blocks into batches of events. */
export class EventRows {
  readonly #names: readonly string[];
  readonly #dictionaries: readonly Dictionary[];
  readonly #columns: readonly Growable[];
  /** Blocks of several nodes take turns. */
  readonly #values = new WeakMap<NativeBlock, readonly ArrayLike<number>[]>();

  constructor(names: readonly string[], dictionaries: readonly Dictionary[]) {
    this.#names = names;
    this.#dictionaries = dictionaries;
    this.#columns = Array.from({ length: names.length + 3 }, () => new Growable());
  }

  /** The columns that blocks have to have. */
  get wanted(): Record<string, NativeColumn['type']> {
    return { ...columnsOf('names', this.#names), ...columnsOf('numbers', NUMBERS) };
  }

  /** Number of rows since the last {@link take}. */
  get length(): number {
    return this.#columns[0]?.length ?? 0;
  }

  /** Takes the rows of a block from `from` up to, and without, `to`. */
  append(block: NativeBlock, from: number, to: number): void {
    const all = this.#valuesOf(block);
    this.#columns.forEach((column, i) => {
      const values = all[i] as ArrayLike<number>;
      for (let row = from; row < to; row++) column.push(values[row] as number);
    });
  }

  /** The rows taken in so far, as a batch that is good until the next `append`. */
  take(): LabelledBatch {
    const length = this.length;
    const [time, edge, redteamRows, ...ids] = this.#columns.map((column) => column.view()) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    this.#columns.forEach((column) => column.clear());
    return { events: { length, time, edge: Uint8Array.from(edge), ids }, redteamRows };
  }

  #valuesOf(block: NativeBlock): readonly ArrayLike<number>[] {
    const known = this.#values.get(block);
    if (known) return known;
    const values = this.#convert(block);
    this.#values.set(block, values);
    return values;
  }

  #convert(block: NativeBlock): ArrayLike<number>[] {
    const ids = this.#names.map((name, i) =>
      idsOf(namesOf(block, name), this.#dictionaries[i] as Dictionary),
    );
    return [...NUMBERS.map((name) => numbersOf(block, name)), ...ids];
  }
}
