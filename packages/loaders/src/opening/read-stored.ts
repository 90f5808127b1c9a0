import { close, constants, open } from 'node:fs';
import { promisify } from 'node:util';
import { interrupted } from '@cmsc/core';
import { readFailed } from '@cmsc/files';
import { nameOfInput } from './places.js';
import { headOfFile, readDescriptor, type Head } from './read-descriptor.js';
import { peekStream, readStream, takeStream } from './streams.js';

const openFile = promisify(open);
const closeFile = promisify(close);

/**
 * The bytes of a file, pipe, terminal or standard input as they are stored. A chunk is good until the next is asked for.
 * The file is closed at the end, at an error, and when the consumer stops.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io); INTERRUPTED when the signal is aborted.
 */
export async function* readStored(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    const stream = await takeStream(path);
    if (stream && stream.copy === undefined) {
      yield* readStream(stream, signal);
      return;
    }
    const fd = await openFile(stream?.copy ?? path, constants.O_RDONLY);
    try {
      yield* readDescriptor(fd, signal);
    } finally {
      await closeFile(fd);
    }
  } catch (cause) {
    throw signal?.aborted ? interrupted(signal.reason) : readFailed(nameOfInput(path), cause);
  }
}

/**
 * The first bytes of an input as they are stored: so many at least, if it has them. Whoever reads it then gets them, too.
 *
 * @throws CmscError as {@link readStored} does.
 */
export async function peekStored(path: string, leastBytes: number, signal?: AbortSignal): Promise<Head> {
  try {
    const stream = await peekStream(path, leastBytes, signal);
    if (stream && stream.copy === undefined) return { head: stream.head, isWhole: stream.fd === undefined };
    const fd = await openFile(stream?.copy ?? path, constants.O_RDONLY);
    try {
      return await headOfFile(fd, leastBytes);
    } finally {
      await closeFile(fd);
    }
  } catch (cause) {
    throw signal?.aborted ? interrupted(signal.reason) : readFailed(nameOfInput(path), cause);
  }
}
