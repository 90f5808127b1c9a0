import { setImmediate } from 'node:timers/promises';
import type { ScratchFolder } from '@cmsc/files';
import { KeyTexts } from '../key-texts.js';
import type { TableRows } from '../table-rows.js';
import type { KeyNames, TableBatch, TableSpec } from '../table.js';
import { RowCollector } from './row-collector.js';

/** Batches after which the event loop gets a turn: a Ctrl-C in the middle of a long sort is heard. */
const BATCHES_A_TURN = 32;

/** What a {@link RowSorter} may use. */
export interface RowSorterOptions {
  /** Bytes of memory for rows; beyond that they go to a temporary file. */
  memoryLimitBytes: number;
  signal?: AbortSignal;
  /** Told when the rows are gone. */
  onClosed?: () => void;
}

/**
 * Rows that go in as they come and come out sorted, once all are there: by the bytes of their key columns, or by key id
 * where keys have no names; rows of one key, and of a table without key columns, in the order in which they went in.
 */
export interface SortedRows extends TableRows {
  /** The text of the keys. */
  readonly keys: KeyTexts;
  /** Number of rows. */
  readonly rows: number;
  /**
   * Adds rows. The batch is needed until the promise, if there is one, is kept.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  add(batch: TableBatch): Promise<void> | void;
  /**
   * All rows, sorted; each batch is good until the next. To be called once.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. The signal's reason when it is aborted.
   */
  inOrder(): AsyncGenerator<TableBatch>;
  /** Lets go of the rows. Never throws. */
  close(): Promise<void>;
}

/** {@link SortedRows} that go to a scratch folder when they are many. */
export class RowSorter implements SortedRows {
  readonly spec: TableSpec;
  readonly keys: KeyTexts;
  readonly #named: boolean;
  readonly #collector: RowCollector;
  readonly #scratch: ScratchFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #onClosed: (() => void) | undefined;
  #keyCount = 0;

  /** `names` gives the text of all keys that there are when it is called; without it, keys are numbers. */
  constructor(
    spec: TableSpec,
    names: (() => KeyNames) | undefined,
    scratch: ScratchFolder,
    { memoryLimitBytes, signal, onClosed }: RowSorterOptions,
  ) {
    this.spec = spec;
    this.keys = new KeyTexts(names ? spec.key.length : 0, names ?? (() => ({ size: 0, name: () => '' })));
    this.#named = names !== undefined;
    this.#collector = new RowCollector(spec, memoryLimitBytes, scratch);
    this.#scratch = scratch;
    this.#signal = signal;
    this.#onClosed = onClosed;
  }

  get rows(): number {
    return this.#collector.rows;
  }

  add(batch: TableBatch): Promise<void> | void {
    this.keys.cover(batch);
    if (!this.#named) this.#countKeys(batch);
    return this.#collector.add(batch);
  }

  async *inOrder(): AsyncGenerator<TableBatch> {
    let batches = 0;
    for await (const batch of this.#collector.inOrder(this.#ranks())) {
      yield batch;
      if (++batches % BATCHES_A_TURN === 0) await setImmediate();
      this.#signal?.throwIfAborted();
    }
    await this.close();
  }

  async close(): Promise<void> {
    await this.#collector.close();
    await this.#scratch.remove();
    this.#onClosed?.();
  }

  #countKeys({ key, length }: TableBatch): void {
    for (let row = 0; row < length; row++) if (key[row]! >= this.#keyCount) this.#keyCount = key[row]! + 1;
  }

  #ranks(): Int32Array | undefined {
    if (this.spec.key.length === 0) return undefined;
    return this.#named ? this.keys.ranks() : Int32Array.from({ length: this.#keyCount }, (_, key) => key);
  }
}
