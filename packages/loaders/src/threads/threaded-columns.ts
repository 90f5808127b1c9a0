import { interrupted, noRows, putTogether, throwIfInterrupted, type RowCounts } from '@cmsc/core';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { dictionaryOf, type Format } from '../formats/format.js';
import { sizeOfInputs } from '../opening/places.js';
import { takeStreams, type OpenedStream } from '../opening/read-stored.js';
import type { ColumnOptions, ColumnReader } from '../read-columns.js';
import type { InputFile } from '../read-rows.js';
import type { ColumnBatch } from '../rows/column-batch.js';
import type { EventSlot, ReadMessage, ReadTask, ReadTotals, TextTask } from './messages.js';
import { NameMirror, type NewNames } from './told-names.js';
import { makeSlots, sharedColumn, SharedSlots } from './shared-slots.js';
import { makeTextSlots } from './text-slots.js';
import { Thread } from './thread.js';

const BATCH_ROWS = 65_536;

/** Batches under way between the scanning thread and this one. */
const SLOTS = 6;

const READ_WORKER = new URL('./read-worker.js', import.meta.url);
const TEXT_WORKER = new URL('./text-worker.js', import.meta.url);

/** Stored bytes that are read sooner than threads have started. */
const SMALL_BYTES = 4_000_000;

/** How many threads to read files with when nobody says: one where the files are so small that it is through before others have begun. */
export async function threadsFor(paths: readonly string[]): Promise<number> {
  // Of a missing file its reader says so.
  const bytes = await sizeOfInputs(paths).catch(() => undefined);
  return bytes !== undefined && bytes < SMALL_BYTES ? 1 : availableParallelism();
}

/**
 * Reads columns in two threads of its own, one that inflates and one that scans, so that both, and what is done with the
 * events, overlap. It gives what is read in this thread, too: the same rows, names, counts and errors. Options have been checked.
 */
export class ThreadedColumns implements ColumnReader {
  readonly dictionaries: ColumnReader['dictionaries'];
  counts: RowCounts = noRows();
  inputs: InputFile[] = [];
  lastTime = -1;
  windowTime = -1;
  reader = '';
  readonly #task: Omit<ReadTask, 'text' | 'names' | 'wantsProgress' | 'wantsRejects'>;
  readonly #callbacks: Pick<ColumnOptions, 'onReject' | 'onProgress' | 'signal'>;
  readonly #names: NameMirror;
  /** The dictionary of each selected column. */
  readonly #dictionaryNames: string[];

  constructor(paths: readonly string[], format: Format, options: Omit<ColumnOptions, 'openText'>) {
    const { dictionaries, onReject, onProgress, signal, ...rest } = options;
    const batchRows = rest.batchRows ?? BATCH_ROWS;
    this.dictionaries = dictionaries ?? {};
    this.windowTime = rest.previousTime ?? -1;
    this.#names = new NameMirror(this.dictionaries);
    this.#callbacks = { onReject, onProgress, signal };
    this.#task = {
      paths: [...paths],
      formatName: format.name,
      options: { ...rest, batchRows },
      memory: makeSlots<EventSlot>(SLOTS, () => [
        sharedColumn(Int32Array, batchRows),
        sharedColumn(Uint8Array, batchRows),
        ...(rest.select ?? []).map(() => sharedColumn(Int32Array, batchRows)),
      ]),
    };
    this.#dictionaryNames = (rest.select ?? []).map((name) => dictionaryOf(format, name));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ColumnBatch> {
    const { signal } = this.#callbacks;
    throwIfInterrupted(signal);
    const { inflating, scanning } = this.#startThreads(await takeStreams(this.#task.paths));
    const onAbort = () => scanning.fail(interrupted(signal?.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      yield* this.#batches(scanning);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await Promise.all([inflating.end(), scanning.end()]);
    }
  }

  #startThreads(streams: OpenedStream[]): { inflating: Thread<'done'>; scanning: Thread<ReadMessage> } {
    const { port1: sender, port2: receiver } = new MessageChannel();
    const memory = makeTextSlots();
    const { paths, options } = this.#task;
    const textTask: TextTask = { paths, streams, hash: options.hash, memory, port: sender };
    const readTask: ReadTask = {
      ...this.#task,
      text: { memory, port: receiver },
      names: this.#names.all(),
      wantsProgress: this.#callbacks.onProgress !== undefined,
      wantsRejects: this.#callbacks.onReject !== undefined,
    };
    const inflating = new Thread<'done'>(TEXT_WORKER, { does: 'reads', data: textTask, transfer: [sender] });
    const scanning = new Thread<ReadMessage>(READ_WORKER, {
      ...{ does: 'reads', data: readTask, transfer: [receiver] },
      // Bad rows are garbage as soon as they are passed on.
      youngMegabytes: 8,
    });
    // The scanning one would wait for text that never comes.
    inflating.take().catch((error: unknown) => scanning.fail(error));
    return { inflating, scanning };
  }

  async *#batches(scanning: Thread<ReadMessage>): AsyncGenerator<ColumnBatch> {
    const slots = new SharedSlots(this.#task.memory);
    for (;;) {
      const message = await scanning.take();
      throwIfInterrupted(this.#callbacks.signal);
      switch (message.type) {
        case 'batch': {
          this.#learn(message.names, message.totals);
          for (const reject of message.rejects) this.#callbacks.onReject?.(reject);
          const { columns, length } = slots.take();
          const [time, edge, ...ids] = columns;
          this.#names.translate(ids, length, this.#dictionaryNames);
          yield { length, time, edge, ids, ...(message.raw && { raw: message.raw }) };
          slots.release();
          break;
        }
        case 'progress':
          this.#callbacks.onProgress?.(message.progress);
          break;
        case 'done':
          this.#learn(message.names, message.totals);
          return;
        case 'failed':
          this.#learn({}, message.totals);
          throw putTogether(message.error);
      }
    }
  }

  #learn(names: NewNames, { counts, inputs, lastTime, windowTime, reader }: ReadTotals): void {
    this.#names.add(names);
    Object.assign(this, { counts, inputs, lastTime, windowTime, reader });
  }
}
