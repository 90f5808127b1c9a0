import { Growable, type Dictionary, type ListColumn, type SessionColumns } from '@cmsc/core';
import { columnsOf, idsOf, listOf, namesOf, numbersOf } from '../native/block-columns.js';
import type { NamesColumn, NativeBlock, NativeColumn } from '../native/block-reader.js';

/** A batch of sessions, and of their labels when there is a red team. */
export interface SessionBatch extends SessionColumns {
  /** 1 for an attacked session, else 0, and the distinct attack times inside it, ascending. */
  labels?: { label: Int32Array; attackTimes: ListColumn };
}

/** Turns rows of blocks, which come key by key, into batches of sessions with dense key ids. */
export class SessionRows {
  readonly #names: readonly string[];
  readonly #dictionaries: readonly Dictionary[];
  readonly #origins: Dictionary;
  readonly #keys: readonly Growable[];
  readonly #isLabelled: boolean;
  readonly #numbers = [0, 1, 2, 3, 4].map(() => new Growable());
  readonly #originLists = new Lists();
  readonly #attackLists = new Lists();
  /** Blocks of several nodes take turns. */
  readonly #blocks = new WeakMap<NativeBlock, BlockIds>();

  /** `keys` takes the ids of each new key. */
  constructor(
    names: readonly string[],
    dictionaries: readonly Dictionary[],
    origins: Dictionary,
    keys: readonly Growable[],
    isLabelled: boolean,
  ) {
    this.#names = names;
    this.#dictionaries = dictionaries;
    this.#origins = origins;
    this.#keys = keys;
    this.#isLabelled = isLabelled;
  }

  /** The columns that blocks have to have. */
  get wanted(): Record<string, NativeColumn['type']> {
    return {
      ...columnsOf('names', this.#names),
      ...columnsOf('numbers', NUMBERS),
      ...columnsOf('list', this.#isLabelled ? ['origins', 'attack_times'] : ['origins']),
    };
  }

  /** Number of sessions since the last {@link take}. */
  get length(): number {
    return this.#originLists.length;
  }

  /** Takes the rows of a block from `from` up to, and without, `to`; returns `to`. */
  append(block: NativeBlock, from: number, to: number): number {
    const { keys, numbers, origins, attacks } = this.#idsOf(block);
    for (let row = from; row < to; row++) {
      this.#numbers[0]?.push(this.#keyOf(keys, row));
      numbers.forEach((values, i) => this.#numbers[i + 1]?.push(values[row] as number));
      this.#originLists.append(origins, row);
      if (attacks) this.#attackLists.append(attacks, row);
    }
    return to;
  }

  /** The sessions taken in so far, as a batch that is good until the next `append`. */
  take(): SessionBatch {
    const length = this.length;
    const [key, start, end, starts, ends] = this.#numbers.map((column) => column.view()) as Columns5;
    const batch: SessionBatch = { length, key, start, end, starts, ends, origins: this.#originLists.take() };
    if (this.#isLabelled) {
      const attackTimes = this.#attackLists.take();
      const label = Int32Array.from({ length }, (_, i) =>
        Number((attackTimes.offsets[i + 1] as number) > (attackTimes.offsets[i] as number)),
      );
      batch.labels = { label, attackTimes };
    }
    this.#numbers.forEach((column) => column.clear());
    return batch;
  }

  #keyOf(keys: readonly Int32Array[], row: number): number {
    const known = this.#keys[0] as Growable;
    const isNew =
      known.length === 0 || keys.some((ids, i) => ids[row] !== this.#keys[i]?.at(known.length - 1));
    if (isNew) keys.forEach((ids, i) => this.#keys[i]?.push(ids[row] as number));
    return known.length - 1;
  }

  #idsOf(block: NativeBlock): BlockIds {
    const known = this.#blocks.get(block);
    if (known) return known;
    const ids = this.#convert(block);
    this.#blocks.set(block, ids);
    return ids;
  }

  #convert(block: NativeBlock): BlockIds {
    const origins = listOf(block, 'origins');
    const attacks = this.#isLabelled ? listOf(block, 'attack_times') : undefined;
    return {
      keys: this.#names.map((name, i) => idsOf(namesOf(block, name), this.#dictionaries[i] as Dictionary)),
      numbers: NUMBERS.map((name) => numbersOf(block, name)),
      origins: { ends: origins.ends, values: idsOf(origins.values as NamesColumn, this.#origins) },
      attacks: attacks && {
        ends: attacks.ends,
        values: attacks.values.type === 'numbers' ? attacks.values.values : [],
      },
    };
  }
}

const NUMBERS = ['start_time', 'end_time', 'starts', 'ends'];

type Columns5 = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

interface BlockList {
  ends: Float64Array;
  values: ArrayLike<number>;
}

interface BlockIds {
  keys: readonly Int32Array[];
  numbers: readonly ArrayLike<number>[];
  origins: BlockList;
  attacks: BlockList | undefined;
}

class Lists {
  readonly #offsets = new Growable();
  readonly #values = new Growable();

  get length(): number {
    return this.#offsets.length;
  }

  append({ ends, values }: BlockList, row: number): void {
    this.#offsets.push(this.#values.length);
    const end = ends[row] as number;
    for (let i = row === 0 ? 0 : (ends[row - 1] as number); i < end; i++)
      this.#values.push(values[i] as number);
  }

  take(): { offsets: Int32Array; values: Int32Array } {
    this.#offsets.push(this.#values.length);
    const taken = { offsets: this.#offsets.view(), values: this.#values.view() };
    this.#offsets.clear();
    this.#values.clear();
    return taken;
  }
}
