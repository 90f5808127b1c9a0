import { interrupted } from '@cmsc/core';
import { constants, createWriteStream, fstatSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { ByteCounter, type ByteSink, type WrittenBytes } from './byte-sink.js';
import { systemCode, writeFailed } from './errors.js';
import type { Target } from './target.js';

/** How often a named pipe is tried that nobody reads yet. */
const RETRY_MILLISECONDS = 50;

/**
 * Opens a device, a pipe, or what is open already: there is no name to be careful about. A named pipe waits for its
 * reader, which the end of the process or `signal` cuts short.
 */
export async function openSpecial(target: Target, signal?: AbortSignal): Promise<ByteSink> {
  const { path, descriptor } = target;
  if (descriptor === 1) return new StreamSink(process.stdout, 'standard output');
  if (descriptor === 2) return new SpecialFile(target, process.stderr, false);
  if (descriptor !== undefined) return new SpecialFile(target, streamOf(descriptor, false), false);
  const isPipe = (await stat(path)).isFIFO();
  const opened = isPipe ? await openPipe(path, signal) : openSync(path, constants.O_WRONLY);
  return new SpecialFile(target, streamOf(opened, true), true);
}

/** Opened to wait for its reader, a pipe would hold a thread that nothing can call back. */
async function openPipe(path: string, signal: AbortSignal | undefined): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (systemCode(error) !== 'ENXIO') throw error;
      await setTimeout(RETRY_MILLISECONDS, undefined, { signal }).catch((cause: unknown) => {
        throw interrupted(cause);
      });
    }
  }
}

/** What is written to a file goes on where it stands, and a pipe that is full is waited for without a thread. */
function streamOf(descriptor: number, autoClose: boolean): Writable {
  const found = fstatSync(descriptor);
  return found.isFIFO() || found.isSocket()
    ? new Socket({ fd: descriptor, readable: false, writable: true })
    : createWriteStream('', { fd: descriptor, autoClose });
}

/** Nobody has promised to read it to its end, as of standard output: a reader that leaves is an error. */
class SpecialFile implements ByteSink {
  readonly closedEarly = false;
  readonly #counter = new ByteCounter();
  readonly #target: Target;
  readonly #stream: Writable;
  readonly #own: boolean;

  /** `own` says that the stream was opened for this output alone, and ends with it. */
  constructor(target: Target, stream: Writable, own: boolean) {
    this.#target = target;
    this.#stream = stream;
    this.#own = own;
    stream.on('error', () => undefined); // The callback of the write has it.
  }

  async write(bytes: Uint8Array): Promise<void> {
    const error = await new Promise<Error | null | undefined>((done) => this.#stream.write(bytes, done));
    if (error) throw writeFailed(this.#target.given, error);
    this.#counter.add(bytes);
  }

  async finish(): Promise<WrittenBytes> {
    await this.abort();
    return this.#counter.total();
  }

  async abort(): Promise<void> {
    if (!this.#own || this.#stream.destroyed) return;
    await new Promise((done) => this.#stream.once('close', done).destroy());
  }
}

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
