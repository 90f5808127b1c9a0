import type { Writable } from 'node:stream';
import { ByteCounter, type ByteSink, type WrittenBytes } from './byte-sink.js';
import { systemCode, writeFailed } from './errors.js';

/** Errors that say no more than that the reader has gone: `head` has seen enough. */
const READER_GONE = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

/** Writes to standard output, or what stands for it, as fast as its reader takes it. The stream stays open. */
export class StreamSink implements ByteSink {
  closedEarly = false;
  readonly #counter = new ByteCounter();
  readonly #stream: Writable;
  readonly #name: string;

  /** `name` stands for the stream in error messages. */
  constructor(stream: Writable, name: string) {
    this.#stream = stream;
    this.#name = name;
    // Each failed write reports by its callback; without a listener the stream would throw the same error again.
    stream.on('error', ignore);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closedEarly) return;
    const error = await new Promise<Error | null | undefined>((done) => this.#stream.write(bytes, done));
    if (!error) this.#counter.add(bytes);
    else if (READER_GONE.includes(systemCode(error) ?? '')) this.closedEarly = true;
    else throw writeFailed(this.#name, error);
  }

  async finish(): Promise<WrittenBytes> {
    await this.abort();
    return this.#counter.total();
  }

  async abort(): Promise<void> {
    // The 'error' event comes a tick after the callback: keep listening until it is over.
    if (!this.closedEarly) setImmediate(() => this.#stream.off('error', ignore));
  }
}

function ignore(): void {
  // The callback of the write has it.
}
