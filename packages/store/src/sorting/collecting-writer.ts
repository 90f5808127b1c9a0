import { setImmediate } from 'node:timers/promises';
import type { WrittenBytes } from '@cmsc/files';
import type { KeyTexts } from '../key-texts.js';
import type { TableWriter } from '../table-writer.js';
import type { TableBatch } from '../table.js';
import type { RowCollector } from './row-collector.js';

/** Batches after which the event loop gets a turn: a Ctrl-C in the middle of a long sort is heard. */
const BATCHES_A_TURN = 32;

/** Collects all rows, and hands them on at the end, sorted. */
export class CollectingWriter implements TableWriter {
  readonly #collector: RowCollector;
  readonly #keys: KeyTexts;
  readonly #inner: TableWriter;
  readonly #signal: AbortSignal;

  constructor(collector: RowCollector, keys: KeyTexts, inner: TableWriter, signal: AbortSignal) {
    this.#collector = collector;
    this.#keys = keys;
    this.#inner = inner;
    this.#signal = signal;
  }

  get closedEarly(): boolean {
    return this.#inner.closedEarly;
  }

  write(batch: TableBatch): Promise<void> | void {
    // Now, while there may be time, rather than at the end; and a row without a key is better found out early.
    this.#keys.cover(batch);
    return this.#collector.add(batch);
  }

  async finish(): Promise<WrittenBytes> {
    let batches = 0;
    for await (const batch of this.#collector.inOrder(this.#keys.ranks())) {
      if (this.#inner.closedEarly) break;
      await this.#inner.write(batch);
      if (++batches % BATCHES_A_TURN === 0) await setImmediate();
      this.#signal.throwIfAborted();
    }
    await this.#collector.close();
    return this.#inner.finish();
  }

  async abort(): Promise<void> {
    await this.#collector.close();
    await this.#inner.abort();
  }
}
