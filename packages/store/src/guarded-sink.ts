import { CmscError } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import type { OutputSummary, Sink } from './sink-types.js';
import type { TableWriter } from './table-writer.js';
import type { TableBatch } from './table.js';

/** Sees to it that a writer ends in one of two ways: its output is complete, or nothing stays of it. */
export class GuardedSink implements Sink {
  readonly #path: string;
  readonly #writer: TableWriter;
  readonly #scratch: readonly ScratchFolder[];
  readonly #cancel: AbortController;
  readonly #signal: AbortSignal;
  #rows = 0;
  #open = true;
  /** What is under way: to abort is to wait for it first. */
  #busy: Promise<unknown> = Promise.resolve();

  /** `signal` is aborted when `cancel` is, or when the caller wants it. */
  constructor(
    path: string,
    writer: TableWriter,
    scratch: readonly ScratchFolder[],
    cancel: AbortController,
    signal: AbortSignal,
  ) {
    this.#path = path;
    this.#writer = writer;
    this.#scratch = scratch;
    this.#cancel = cancel;
    this.#signal = signal;
  }

  get closedEarly(): boolean {
    return this.#writer.closedEarly;
  }

  write(batch: TableBatch): Promise<void> | void {
    if (this.closedEarly) return;
    let pending: Promise<void> | void;
    try {
      this.#check();
      pending = this.#writer.write(batch);
    } catch (error) {
      return this.#fail(error);
    }
    this.#rows += batch.length;
    if (!pending) return;
    this.#busy = pending;
    return pending.catch((error: unknown) => this.#fail(error));
  }

  async finish(): Promise<OutputSummary> {
    try {
      this.#check();
      const finished = this.#writer.finish();
      this.#busy = finished;
      const written = await finished;
      this.#open = false;
      await this.#clean();
      return { path: this.#path, ...written, rows: this.#rows };
    } catch (error) {
      return this.#fail(error);
    }
  }

  async abort(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#cancel.abort();
    await this.#busy.catch(() => undefined);
    await this.#writer.abort();
    await this.#clean();
  }

  #check(): void {
    if (!this.#open) throw new Error('the output is closed');
    this.#signal.throwIfAborted();
  }

  async #fail(error: unknown): Promise<never> {
    const interrupted = this.#signal.aborted;
    await this.abort();
    throw interrupted ? new CmscError('interrupted', 'INTERRUPTED', 'interrupted', { cause: error }) : error;
  }

  async #clean(): Promise<void> {
    for (const folder of this.#scratch) await folder.remove();
  }
}
