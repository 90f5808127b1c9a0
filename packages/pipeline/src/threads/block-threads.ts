import type { BlockReader, ProcessSource, ReadElsewhere, EventWindow } from '@cmsc/loaders';
import { Worker } from 'node:worker_threads';
import type { BlockTask } from './messages.js';
import { workerDied, workerFile } from './worker-file.js';

const BLOCK_WORKER = workerFile('block-worker.js');

/** Blocks that a thread may have at a time: the one that it reads, and the next. */
const BLOCKS_A_THREAD = 2;

/** What blocks of Windows events are read with. */
export interface BlockSettings {
  timeZoneName: string;
  processes: ProcessSource;
  window: EventWindow;
}

interface Waiting {
  resolve(read: ReadElsewhere): void;
  reject(error: unknown): void;
}

/** Threads that read blocks of lines of Windows events, in turn. They are started with the first block. */
export class BlockThreads implements BlockReader {
  readonly atOnce: number;
  readonly #settings: BlockSettings;
  readonly #threads: number;
  readonly #workers: { worker: Worker; waiting: Waiting[] }[] = [];
  #next = 0;

  constructor(threads: number, settings: BlockSettings) {
    this.#threads = threads;
    this.#settings = settings;
    this.atOnce = threads * BLOCKS_A_THREAD;
  }

  /** @throws CmscError WORKER_DIED (io) when its thread ended before its time. */
  read(block: Uint8Array): Promise<ReadElsewhere> {
    if (this.#workers.length < this.#threads) this.#start();
    const { worker, waiting } = this.#workers[this.#next++ % this.#threads]!;
    const bytes = block.buffer as ArrayBuffer;
    return new Promise<ReadElsewhere>((resolve, reject) => {
      waiting.push({ resolve, reject });
      const task: BlockTask = { bytes, length: block.length };
      worker.postMessage(task, [bytes]);
    });
  }

  /** Ends the threads. Blocks that they have are not read any more. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.removeAllListeners().terminate()));
  }

  #start(): void {
    const worker = new Worker(BLOCK_WORKER, { workerData: this.#settings });
    const waiting: Waiting[] = [];
    const fail = (error: unknown) => {
      for (const { reject } of waiting.splice(0)) reject(workerDied('reads', error));
    };
    worker.on('message', (read: ReadElsewhere) => waiting.shift()?.resolve(read));
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`exit code ${code}`)));
    this.#workers.push({ worker, waiting });
  }
}
