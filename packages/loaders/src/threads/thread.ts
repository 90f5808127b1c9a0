import { CmscError } from '@cmsc/core';
import { Worker, type Transferable } from 'node:worker_threads';

/** How a {@link Thread} is started. */
export interface ThreadStart {
  /** What it does, for the error of its death: "reads". */
  does: string;
  /** What it is told: its `workerData`. */
  data: unknown;
  /** What of that is its own from now on. */
  transfer?: readonly unknown[];
  /** Megabytes for its young objects, where most of them are garbage at once. */
  youngMegabytes?: number;
}

/** A thread whose messages arrive on their own time, and are taken one by one. */
export class Thread<Message> {
  readonly #worker: Worker;
  readonly #waiting: Message[] = [];
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /**
   * Starts it.
   *
   * @param file its code, by where it is from the module that starts it: `new URL('./a-worker.js', import.meta.url)`.
   */
  constructor(file: URL, { does, data, transfer = [], youngMegabytes }: ThreadStart) {
    this.#worker = new Worker(builtFile(file), {
      workerData: data,
      transferList: [...transfer] as Transferable[],
      ...(youngMegabytes && { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
    });
    this.#worker.on('message', (message: Message) => {
      this.#waiting.push(message);
      this.#wake?.();
    });
    this.#worker.on('error', (error) => this.fail(workerDied(does, error)));
    this.#worker.on('exit', (code) => this.fail(workerDied(does, new Error(`exit code ${code}`))));
  }

  /** Sends it a message. */
  post(message: unknown, transfer: readonly unknown[] = []): void {
    this.#worker.postMessage(message, [...transfer] as Transferable[]);
  }

  /**
   * Its next message, as soon as there is one.
   *
   * @throws CmscError WORKER_DIED (io) when it has ended before its time; what {@link fail} was told.
   */
  async take(): Promise<Message> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#failure) throw this.#failure.error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the messages with an error, once all before it are taken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Under vitest the module that starts a thread runs from src, as TypeScript that a thread can't load: take the built file. */
function builtFile({ href }: URL): URL {
  return new URL(href.replace(/\/src\/(?=[\w-]+\/[\w-]+\.js$)/, '/dist/'));
}

function workerDied(does: string, cause: unknown): CmscError {
  return new CmscError('io', 'WORKER_DIED', `a thread that ${does} ended before its time`, {
    hint: `see the cause with --debug; --threads 1 ${does} without it`,
    text: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
