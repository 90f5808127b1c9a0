import type { ProcessSource } from '../windows/event-kinds.js';
import type { WindowsBlock } from '../windows/windows-block.js';
import type { EventWindow } from '../windows/windows-time.js';
import { Thread } from './thread.js';

const BLOCK_WORKER = new URL('./block-worker.js', import.meta.url);

/** Blocks that a thread may have at a time: the one that it reads, and the next. */
const BLOCKS_A_THREAD = 2;

/** What blocks of Windows events are read with. */
export interface BlockSettings {
  /** The name of the zone of times that name none. */
  zoneName: string;
  processes: ProcessSource;
  window: EventWindow | undefined;
}

/** A block of lines that a thread is to read: the first `length` of `bytes`, which come back with what was in there. */
export interface BlockTask {
  bytes: ArrayBuffer;
  length: number;
}

/** A block that was read, and its memory. */
export interface ReadBlock {
  /** What was in there. */
  block: WindowsBlock;
  bytes: ArrayBuffer;
}

/** Threads that read blocks of lines of Windows events, in turn. Each is started with its first block. */
export class BlockThreads {
  /** How many blocks they can have at a time. */
  readonly atOnce: number;
  readonly #settings: BlockSettings;
  readonly #most: number;
  readonly #threads: Thread<ReadBlock>[] = [];
  #pushed = 0;
  #taken = 0;

  constructor(threads: number, settings: BlockSettings) {
    this.#most = threads;
    this.#settings = settings;
    this.atOnce = threads * BLOCKS_A_THREAD;
  }

  /** Has a block read as `blockReading` does; its memory is away until it is taken. */
  push(block: Uint8Array): void {
    const thread = (this.#threads[this.#pushed++ % this.#most] ??= this.#start());
    const bytes = block.buffer as ArrayBuffer;
    const task: BlockTask = { bytes, length: block.length };
    thread.post(task, [bytes]);
  }

  /**
   * The first block that was not taken yet, as soon as it is read.
   *
   * @throws CmscError WORKER_DIED (io) when its thread ended before its time.
   */
  take(): Promise<ReadBlock> {
    return this.#threads[this.#taken++ % this.#most]!.take();
  }

  /** How many blocks were not taken yet. */
  get waiting(): number {
    return this.#pushed - this.#taken;
  }

  /** Ends the threads. Blocks that they have are not read any more. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #start(): Thread<ReadBlock> {
    return new Thread(BLOCK_WORKER, { does: 'reads', data: this.#settings });
  }
}
