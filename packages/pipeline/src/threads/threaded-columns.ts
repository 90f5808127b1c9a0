import { Dictionary, noRows, putTogether, type RowCounts } from '@cmsc/core';
import {
  dictionaryOf,
  readColumns,
  takeStreams,
  type ColumnBatch,
  type ColumnOptions,
  type ColumnReader,
  type Format,
  type InputFile,
  type OpenedStream,
} from '@cmsc/loaders';
import { MessageChannel, Worker } from 'node:worker_threads';
import {
  Mailbox,
  type NewNames,
  type ReadMessage,
  type ReadTask,
  type ReadTotals,
  type TextTask,
} from './messages.js';
import { makeRing, Ring } from './ring.js';
import { makeTextRing } from './text-ring.js';
import { workerDied, workerFile } from './worker-file.js';

const BATCH_ROWS = 65_536;

const READ_WORKER = workerFile('read-worker.js');
const TEXT_WORKER = workerFile('text-worker.js');

/**
 * Reads columns in two threads of its own, one that inflates and one that scans, so that both, and what is done with the
 * events, overlap. It gives what `readColumns` of @cmsc/loaders gives in this thread: the same rows, names, counts and
 * errors.
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

  constructor(paths: readonly string[], format: Format, options: ColumnOptions) {
    const { dictionaries, onReject, onProgress, signal, ...rest } = options;
    // Options that can't be are refused at once, and by whoever knows them: in the other thread they would only be its end.
    readColumns([], format, { ...rest, batchRows: 1 });
    const batchRows = rest.batchRows ?? BATCH_ROWS;
    this.dictionaries = dictionaries ?? {};
    this.windowTime = rest.previousTime ?? -1;
    this.#names = new NameMirror(this.dictionaries);
    this.#callbacks = { onReject, onProgress, signal };
    this.#task = {
      paths: [...paths],
      formatName: format.name,
      options: { ...rest, batchRows },
      ring: makeRing(batchRows, rest.select?.length ?? 0),
    };
    this.#dictionaryNames = (rest.select ?? []).map((name) => dictionaryOf(format, name));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ColumnBatch> {
    const { signal } = this.#callbacks;
    signal?.throwIfAborted();
    const mailbox = new Mailbox<ReadMessage>();
    const workers = this.#startThreads(mailbox, await takeStreams(this.#task.paths));
    const onAbort = () => mailbox.fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      yield* this.#batches(mailbox);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }

  /** Starts the inflating and the scanning thread. What ends one before its time fails the mailbox. */
  #startThreads(mailbox: Mailbox<ReadMessage>, streams: OpenedStream[]): Worker[] {
    const { port1: sender, port2: receiver } = new MessageChannel();
    const memory = makeTextRing();
    const { paths, options } = this.#task;
    const textTask: TextTask = { paths, streams, hash: options.hash, memory, port: sender };
    const readTask: ReadTask = {
      ...this.#task,
      text: { memory, port: receiver },
      names: this.#names.all(),
      wantsProgress: this.#callbacks.onProgress !== undefined,
      wantsRejects: this.#callbacks.onReject !== undefined,
    };
    const inflating = new Worker(TEXT_WORKER, { workerData: textTask, transferList: [sender] });
    const scanning = new Worker(READ_WORKER, {
      workerData: readTask,
      transferList: [receiver],
      // Bad rows are garbage as soon as they are passed on.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    scanning.on('message', (message: ReadMessage) => mailbox.put(message));
    for (const worker of [inflating, scanning]) {
      worker.on('error', (error) => mailbox.fail(workerDied('reads', error)));
      worker.on('exit', (code) => {
        // The inflating thread is through long before the scanning one, which says itself when it is.
        if (worker === scanning || code !== 0)
          mailbox.fail(workerDied('reads', new Error(`exit code ${code}`)));
      });
    }
    return [inflating, scanning];
  }

  async *#batches(mailbox: Mailbox<ReadMessage>): AsyncGenerator<ColumnBatch> {
    const ring = new Ring(this.#task.ring);
    for (;;) {
      const message = await mailbox.take();
      this.#callbacks.signal?.throwIfAborted();
      switch (message.type) {
        case 'batch': {
          this.#learn(message.names, message.totals);
          for (const reject of message.rejects) this.#callbacks.onReject?.(reject);
          const batch = ring.read(message.slot, message.length);
          this.#names.translate(batch.ids, message.length, this.#dictionaryNames);
          yield message.raw ? { ...batch, raw: message.raw } : batch;
          ring.release(message.slot);
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

/** Keeps the dictionaries of this thread in step with those of a reading thread. */
class NameMirror {
  readonly #dictionaries: Record<string, Dictionary>;
  /** For each dictionary, the id here of each id there; absent while the two are the same. */
  readonly #here = new Map<string, number[]>();
  readonly #differs = new Set<string>();

  constructor(dictionaries: Record<string, Dictionary>) {
    this.#dictionaries = dictionaries;
  }

  /** All names so far, for the other thread to begin with. */
  all(): NewNames {
    const entries = Object.entries(this.#dictionaries);
    for (const [name, { size }] of entries)
      this.#here.set(
        name,
        Array.from({ length: size }, (_, id) => id),
      );
    return Object.fromEntries(entries.map(([name, dictionary]) => [name, [...dictionary.names()]]));
  }

  add(news: NewNames): void {
    for (const [dictionaryName, names] of Object.entries(news)) {
      const dictionary = (this.#dictionaries[dictionaryName] ??= new Dictionary());
      const here = this.#here.get(dictionaryName) ?? [];
      this.#here.set(dictionaryName, here);
      for (const name of names) {
        // While the two are the same what is new there is new here.
        const isSame = dictionary.size === here.length && !this.#differs.has(dictionaryName);
        const id = isSame ? dictionary.append(name) : dictionary.intern(name);
        if (id !== here.length) this.#differs.add(dictionaryName);
        here.push(id);
      }
    }
  }

  translate(ids: readonly Int32Array[], length: number, dictionaryNames: readonly string[]): void {
    ids.forEach((column, i) => {
      const dictionaryName = dictionaryNames[i] as string;
      if (!this.#differs.has(dictionaryName)) return;
      const here = this.#here.get(dictionaryName) as number[];
      for (let row = 0; row < length; row++) column[row] = here[column[row] as number] as number;
    });
  }
}
