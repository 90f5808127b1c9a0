import { throwIfInterrupted } from '@cmsc/core';
import { fstat, read } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';

/** Most bytes read at once. Large, since each chunk of a gzip file costs a round trip to the thread that inflates. */
const CHUNK_BYTES = 1_048_576;

const statFile = promisify(fstat);
const readFile = promisify(read);

/** Most bytes that are in a pipe at once, by default. */
const PIPE_BYTES = 65_536;

/** The first bytes of something. */
export interface Head {
  head: Uint8Array;
  /** Whether there are no more. */
  isWhole: boolean;
}

/**
 * Reads a descriptor to its end; a chunk is good until the next is asked for. That of a pipe, socket or terminal is closed then, by the stream
 * that reads it; only standard input stays open: its number would go to the next file that is opened. Others are their owner's to close.
 * `hasBegun` says whether something was read of it already.
 */
export async function* readDescriptor(
  fd: number,
  signal: AbortSignal | undefined,
  hasBegun = false,
): AsyncGenerator<Uint8Array> {
  const stats = await statFile(fd);
  if (stats.isFIFO() && fd !== 0) yield* readPipe(fd, signal, hasBegun);
  else if (stats.isFIFO() || (stats.isSocket() && fd === 0) || isatty(fd))
    yield* readStream(streamOf(fd), signal);
  else yield* readBlocks(fd, stats.isFile() ? stats.size : CHUNK_BYTES, signal);
}

/** Closes a descriptor that {@link readDescriptor} would have closed at its end. */
export async function leaveDescriptor(fd: number): Promise<void> {
  if (fd !== 0 && ((await statFile(fd)).isFIFO() || isatty(fd))) streamOf(fd).destroy();
}

/** The first bytes of a file, from where its descriptor stands. */
export async function headOfFile(fd: number, mostBytes: number): Promise<Head> {
  const buffer = Buffer.allocUnsafeSlow(mostBytes);
  let length = 0;
  while (length < mostBytes) {
    const { bytesRead } = await readFile(fd, buffer, length, mostBytes - length, null);
    if (bytesRead === 0) return { head: buffer.subarray(0, length), isWhole: true };
    length += bytesRead;
  }
  return { head: buffer, isWhole: false };
}

/** What reading a pipe that does not wait came to: that there is more to come, or no more. */
type PipeState = 'waits' | 'ended';

/**
 * Reads what is in a pipe that was opened so that it does not wait. Nobody may wait for the end of a named pipe that was opened behind its last
 * writer: the system tells of a writer who leaves, but not of one who has left.
 */
async function* readAtOnce(
  fd: number,
  signal: AbortSignal | undefined,
  hasBegun: boolean,
): AsyncGenerator<Uint8Array, PipeState> {
  for (let isBegun = hasBegun; ; isBegun = true) {
    throwIfInterrupted(signal);
    const chunk = Buffer.allocUnsafeSlow(PIPE_BYTES);
    const bytesRead = await readWithoutWaiting(fd, chunk);
    if (bytesRead === undefined) return 'waits';
    // Before the first byte its writer may be still to come.
    if (bytesRead === 0) return isBegun ? 'ended' : 'waits';
    yield chunk.subarray(0, bytesRead);
  }
}

/** Number of bytes read; undefined when there would be some to wait for. */
async function readWithoutWaiting(fd: number, buffer: Buffer): Promise<number | undefined> {
  try {
    return (await readFile(fd, buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

/** Reads a pipe that was opened so that it does not wait, and closes it at the end. */
async function* readPipe(
  fd: number,
  signal: AbortSignal | undefined,
  hasBegun: boolean,
): AsyncGenerator<Uint8Array> {
  let state: PipeState = 'ended';
  try {
    state = yield* readAtOnce(fd, signal, hasBegun);
  } finally {
    // By a stream, as everywhere: a thread that closed what another has opened would be warned of it.
    if (state === 'ended') streamOf(fd).destroy();
  }
  if (state === 'waits') yield* readStream(streamOf(fd), signal);
}

/**
 * The first bytes of a pipe, socket or terminal: so many at least, if it has them. Nothing is taken from it that is not in them, and its
 * descriptor is closed, unless it is that of standard input.
 */
export async function headOfStream(
  fd: number,
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<Head> {
  const isPipe = fd !== 0 && (await statFile(fd)).isFIFO();
  if (!isPipe) return waitForHead(fd, [], leastBytes, signal);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let state: PipeState | undefined;
  try {
    const atOnce = readAtOnce(fd, signal, false);
    while (length < leastBytes && state === undefined) {
      const { done, value } = await atOnce.next();
      if (done) state = value;
      else {
        chunks.push(value);
        length += value.length;
      }
    }
  } finally {
    if (state !== 'waits') streamOf(fd).destroy();
  }
  if (state === 'waits') return waitForHead(fd, chunks, leastBytes, signal);
  return { head: Buffer.concat(chunks), isWhole: state === 'ended' };
}

function waitForHead(
  fd: number,
  before: readonly Uint8Array[],
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<Head> {
  return new Promise((resolve, reject) => {
    const stream = streamOf(fd);
    const chunks = [...before];
    let length = before.reduce((sum, chunk) => sum + chunk.length, 0);
    const leave = () => {
      signal?.removeEventListener('abort', stop);
      stream.destroy();
    };
    const stop = () => stream.destroy(new Error('aborted'));
    const settle = (isWhole: boolean) => {
      stream.off('data', take);
      // What it has read ahead; destroyed in the same breath it reads no more.
      for (let rest: Buffer | null; (rest = stream.read() as Buffer | null) !== null;) chunks.push(rest);
      leave();
      resolve({ head: Buffer.concat(chunks), isWhole });
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= leastBytes) settle(false);
    };
    signal?.addEventListener('abort', stop);
    stream.on('data', take);
    stream.on('end', () => settle(true));
    stream.on('error', (error) => {
      leave();
      reject(error);
    });
    if (signal?.aborted) stop();
  });
}

function streamOf(fd: number): Socket {
  return isatty(fd) ? new ReadStream(fd) : new Socket({ fd, readable: true, writable: false });
}

/** Reads from what may keep us waiting. The stream closes its descriptor. */
async function* readStream(stream: Socket, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const stop = () => stream.destroy(new Error('aborted'));
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted) stop();
    for await (const chunk of stream) yield chunk as Uint8Array;
  } finally {
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** Reads a file into two buffers by turns: one is filled while the consumer works on the other. */
async function* readBlocks(
  fd: number,
  sizeBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const length = Math.min(CHUNK_BYTES, Math.max(sizeBytes, 4096));
  let [buffer, spare] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
  let reading = readFile(fd, buffer, 0, length, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      throwIfInterrupted(signal);
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      [buffer, spare] = [spare, buffer];
      reading = readFile(fd, buffer, 0, length, null);
      yield chunk;
    }
  } finally {
    // Whoever closes the descriptor next must not do so under a read.
    await reading.catch(() => undefined);
  }
}
