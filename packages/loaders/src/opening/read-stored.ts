import { close, constants, open } from 'node:fs';
import { promisify } from 'node:util';
import { interrupted } from '@cmsc/core';
import { readFailed } from '@cmsc/files';
import { isOnce, nameOfInput, placeOf, type Place } from './places.js';
import { headOfFile, headOfStream, leaveDescriptor, readDescriptor, type Head } from './read-descriptor.js';

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

/** An input that can't be read again from its beginning, as far as it is known. It can go to another thread. */
export interface OpenedStream {
  /** What tells it from all others, whatever its path. */
  identity: string;
  /** The bytes that were read of it, to tell what it is. */
  head: Uint8Array;
  /** The descriptor with the bytes after those, which is its reader's; undefined when there are none. */
  fd: number | undefined;
  /** A file with all of it, where it is to be read several times. */
  copy?: string;
}

/** Between a look at a stream and its reading it is kept here: a process has each of its streams but once. */
const opened = new Map<string, OpenedStream>();

/**
 * The first bytes of a stream; they stay for its reader. Undefined for a file, which can be opened again.
 *
 * @throws Error what the system says, or that the signal is aborted.
 */
async function peekStream(
  path: string,
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<OpenedStream | undefined> {
  const place = await placeOf(path);
  let stream = opened.get(place.identity);
  if (stream || !isOnce(place)) return stream;
  stream = await lookInto(path, place, leastBytes, signal);
  opened.set(place.identity, stream);
  return stream;
}

/**
 * A stream for its reader, who has it alone from now on; undefined for a file.
 *
 * @throws Error what the system says.
 */
async function takeStream(path: string): Promise<OpenedStream | undefined> {
  const place = await placeOf(path);
  const known = opened.get(place.identity);
  if (known) {
    if (known.copy === undefined) opened.delete(place.identity);
    return known;
  }
  if (!isOnce(place)) return undefined;
  return { identity: place.identity, head: new Uint8Array(0), fd: await openPlace(path, place) };
}

/**
 * The streams among these inputs, for another thread to {@link adoptStreams} and to read. They are closed when one can't be had: nobody reads
 * the others then.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function takeStreams(paths: readonly string[]): Promise<OpenedStream[]> {
  const streams: OpenedStream[] = [];
  for (const path of paths) {
    try {
      const stream = await takeStream(path);
      if (stream) streams.push(stream);
    } catch (cause) {
      await leaveStreams(streams);
      throw readFailed(nameOfInput(path), cause);
    }
  }
  return streams;
}

async function leaveStreams(streams: readonly OpenedStream[]): Promise<void> {
  for (const { fd, copy } of streams) if (fd !== undefined && copy === undefined) await leaveDescriptor(fd);
}

/** Makes streams those of this thread: which another has opened, or which a file holds now. */
export function adoptStreams(streams: readonly OpenedStream[]): void {
  for (const stream of streams) opened.set(stream.identity, stream);
}

/** The file that holds a stream now. */
export function copyOf(identity: string): string | undefined {
  return opened.get(identity)?.copy;
}

/** Forgets streams, and the files that hold them. */
export function forgetStreams(identities: readonly string[]): void {
  for (const identity of identities) opened.delete(identity);
}

/** All bytes of a stream that was taken. */
async function* readStream(
  { head, fd }: OpenedStream,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let isLeft = true;
  try {
    if (head.length > 0) yield head;
    isLeft = false;
    if (fd !== undefined) yield* readDescriptor(fd, signal, head.length > 0);
  } finally {
    // Its writer would wait for a reader who has stopped at the head.
    if (isLeft && fd !== undefined) await leaveDescriptor(fd);
  }
}

async function lookInto(
  path: string,
  place: Place,
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<OpenedStream> {
  const { identity } = place;
  const fd = await openPlace(path, place);
  let isOver = true;
  try {
    const { head, isWhole } = await headOf(path, place, leastBytes, signal);
    isOver = isWhole;
    return { identity, head, fd: isWhole ? undefined : fd };
  } finally {
    if (isOver && place.isStream && fd !== 0) await closeFile(fd);
  }
}

/** A stream is looked into through a second descriptor: what reads one in Node can't give it away again. */
async function headOf(
  path: string,
  place: Place,
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<Head> {
  if (!place.isStream) return headOfFile(place.fd as number, leastBytes);
  return headOfStream(await openPlace(path, place), leastBytes, signal);
}

/** Standard input, and files that have a descriptor already, are read by it; else there is one more for each reader, who owns it. */
async function openPlace(path: string, { fd, isStream }: Place): Promise<number> {
  if (fd !== undefined && (fd === 0 || !isStream)) return fd;
  // Without O_NONBLOCK a named pipe that nobody writes to blocks a thread that nothing can wake, not even process.exit().
  return openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
