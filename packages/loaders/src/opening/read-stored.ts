import { close, constants, fstat, open, read } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import { STDIN } from './expand-inputs.js';
import { interrupted } from './interrupted.js';
import { ioError } from './io-error.js';

/** Most bytes read at once. Large, since each chunk of a gzip file costs a round trip to the thread that inflates. */
const CHUNK_BYTES = 1_048_576;

const STDIN_PATHS: readonly string[] = [STDIN, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'];

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);
const readFile = promisify(read);

/** What messages call an input. */
export function nameOfInput(path: string): string {
  return path === STDIN ? 'standard input' : path;
}

/**
 * The bytes of a file, named pipe, terminal or standard input as they are stored. A chunk is good until the next is asked for.
 * The file is closed at the end, at an error, and when the consumer stops.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io); INTERRUPTED when the signal is aborted.
 */
export async function* readStored(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    if (STDIN_PATHS.includes(path)) {
      yield* readDescriptor(0, signal);
      return;
    }
    // Without O_NONBLOCK a named pipe that nobody writes to blocks a thread that nothing can wake, not even process.exit().
    const fd = await openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    yield* readDescriptor(fd, signal);
  } catch (cause) {
    throw signal?.aborted ? interrupted(signal) : ioError(cause, nameOfInput(path));
  }
}

/** Reads and then closes a descriptor. Standard input is left open: its number would go to the next file that is opened. */
async function* readDescriptor(fd: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  let ownsDescriptor = fd > 0;
  try {
    const stats = await statFile(fd);
    if (stats.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    if (stats.isFIFO() || stats.isSocket() || isatty(fd)) {
      ownsDescriptor = false;
      yield* readStream(
        isatty(fd) ? new ReadStream(fd) : new Socket({ fd, readable: true, writable: false }),
        signal,
      );
    } else {
      yield* readBlocks(fd, stats.isFile() ? stats.size : CHUNK_BYTES, signal);
    }
  } finally {
    if (ownsDescriptor) await closeFile(fd);
  }
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
      signal?.throwIfAborted();
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
