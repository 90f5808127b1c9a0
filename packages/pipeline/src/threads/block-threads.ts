import type { BlockReader, EventWindow, ProcessSource, ReadElsewhere } from '@cmsc/loaders';
import { Thread } from './thread.js';

const BLOCK_WORKER = new URL('./block-worker.js', import.meta.url);

/** Blocks that a thread may have at a time: the one that it reads, and the next. */
const BLOCKS_A_THREAD = 2;

/** What blocks of Windows events are read with. */
export interface BlockSettings {
  timeZoneName: string;
  processes: ProcessSource;
  window: EventWindow;
}

/** A block of lines that a thread is to read: the first `length` of `bytes`, which come back with what was in there. */
export interface BlockTask {
  bytes: ArrayBuffer;
  length: number;
}

/** Threads that read blocks of lines of Windows events, in turn. Each is started with its first block. */
export class BlockThreads implements BlockReader {
  readonly atOnce: number;
  readonly #settings: BlockSettings;
  readonly #most: number;
  readonly #threads: Thread<ReadElsewhere>[] = [];
  #pushed = 0;
  #taken = 0;

  constructor(threads: number, settings: BlockSettings) {
    this.#most = threads;
    this.#settings = settings;
    this.atOnce = threads * BLOCKS_A_THREAD;
  }

  push(block: Uint8Array): void {
    const thread = (this.#threads[this.#pushed++ % this.#most] ??= this.#start());
    const bytes = block.buffer as ArrayBuffer;
    const task: BlockTask = { bytes, length: block.length };
    thread.post(task, [bytes]);
  }

  /** @throws CmscError WORKER_DIED (io) when its thread ended before its time. */
  take(): Promise<ReadElsewhere> {
    return this.#threads[this.#taken++ % this.#most]!.take();
  }

  /** Ends the threads. Blocks that they have are not read any more. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #start(): Thread<ReadElsewhere> {
    return new Thread(BLOCK_WORKER, { does: 'reads', data: this.#settings });
  }
}
