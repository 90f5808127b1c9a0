import { CmscError, Dictionary, noRows, type RowCounts } from '@cmsc/core';
import type { ColumnBatch, ColumnOptions, ColumnReader, Format, InputFile } from '@cmsc/loaders';
import { Worker } from 'node:worker_threads';
import { Mailbox } from './mailbox.js';
import { putTogether, type NewNames, type ReadMessage, type ReadTask, type ReadTotals } from './messages.js';
import { makeRing, Ring } from './ring.js';

const BATCH_ROWS = 65_536;

// Under vitest this file runs from src, where the worker is TypeScript that a thread can't load: take the built one.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/threads/read-worker.js' : './read-worker.js',
  import.meta.url,
);

/**
 * Reads columns in a thread of its own, so that reading, and what is done with the events, overlap. It gives what
 * `readColumns` of @cmsc/loaders gives in this thread: the same batches, names, counts and errors.
 */
export class ThreadedColumns implements ColumnReader {
  readonly dictionaries: ColumnReader['dictionaries'];
  counts: RowCounts = noRows();
  inputs: InputFile[] = [];
  lastTime = -1;
  reader = '';
  readonly #task: ReadTask;
  readonly #callbacks: Pick<ColumnOptions, 'onReject' | 'onProgress' | 'signal'>;
  readonly #names: NameMirror;
  /** The dictionary of each selected column. */
  readonly #dictionaryNames: string[];

  constructor(paths: readonly string[], format: Format, options: ColumnOptions) {
    const { dictionaries, onReject, onProgress, signal, ...rest } = options;
    const batchRows = rest.batchRows ?? BATCH_ROWS;
    this.dictionaries = dictionaries ?? {};
    this.#names = new NameMirror(this.dictionaries);
    this.#callbacks = { onReject, onProgress, signal };
    this.#task = {
      paths: [...paths],
      formatName: format.name,
      options: { ...rest, batchRows },
      ring: makeRing(batchRows, rest.select?.length ?? 0),
      names: {},
    };
    this.#dictionaryNames = (rest.select ?? []).map((name) => dictionaryOf(format, name));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ColumnBatch> {
    const { signal } = this.#callbacks;
    signal?.throwIfAborted();
    const mailbox = new Mailbox<ReadMessage>();
    const worker = new Worker(WORKER, { workerData: { ...this.#task, names: this.#names.all() } });
    worker.on('message', (message: ReadMessage) => mailbox.put(message));
    worker.on('error', (error) => mailbox.fail(workerDied(error)));
    worker.on('exit', (code) => mailbox.fail(workerDied(new Error(`exit code ${code}`))));
    const onAbort = () => mailbox.fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      yield* this.#batches(mailbox);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await worker.terminate();
    }
  }

  async *#batches(mailbox: Mailbox<ReadMessage>): AsyncGenerator<ColumnBatch> {
    const ring = new Ring(this.#task.ring);
    for (;;) {
      const message = await mailbox.take();
      this.#callbacks.signal?.throwIfAborted();
      switch (message.type) {
        case 'batch': {
          this.#learn(message.names, message.totals);
          const batch = ring.read(message.slot, message.length);
          this.#names.translate(batch.ids, message.length, this.#dictionaryNames);
          yield message.raw ? { ...batch, raw: message.raw } : batch;
          ring.release(message.slot);
          break;
        }
        case 'progress':
          this.#callbacks.onProgress?.(message.progress);
          break;
        case 'reject':
          this.#callbacks.onReject?.(message.reject);
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

  #learn(names: NewNames, { counts, inputs, lastTime, reader }: ReadTotals): void {
    this.#names.add(names);
    Object.assign(this, { counts, inputs, lastTime, reader });
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
        const id = dictionary.intern(name);
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

function dictionaryOf(format: Format, column: string): string {
  return format.columns.find(({ name }) => name === column)?.dictionary ?? column;
}

function workerDied(cause: unknown): CmscError {
  return new CmscError('io', 'WORKER_DIED', 'the reading thread ended before its time', {
    hint: 'see the cause with --debug; --threads 1 reads without it',
    text: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
