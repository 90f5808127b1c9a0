import { close, constants, createWriteStream, open, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { placeOf, type Place } from './places.js';
import { headOfFile, headOfStream, readDescriptor, type Head } from './read-descriptor.js';

const openFile = promisify(open);
const closeFile = promisify(close);

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
export async function peekStream(
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
export async function takeStream(path: string): Promise<OpenedStream | undefined> {
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
 * The streams among these inputs, for another thread to {@link adoptStreams} and to read.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function takeStreams(paths: readonly string[]): Promise<OpenedStream[]> {
  const streams: OpenedStream[] = [];
  for (const path of paths) {
    const stream = await takeStream(path);
    if (stream) streams.push(stream);
  }
  return streams;
}

/** Makes streams that another thread has opened those of this one. */
export function adoptStreams(streams: readonly OpenedStream[]): void {
  for (const stream of streams) opened.set(stream.identity, stream);
}

/** All bytes of a stream that was taken. */
export async function* readStream(
  { head, fd }: OpenedStream,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  if (fd !== undefined) yield* readDescriptor(fd, signal, head.length > 0);
}

/**
 * Calls `use` while streams among these inputs can be read as often as files can: each is copied into a file, which goes then.
 * `use` is given the files, for readers that know no streams.
 *
 * @throws CmscError READ_FAILED (io), INTERRUPTED; what `use` throws.
 */
export async function withCopies<T>(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const copies = new Copies();
  try {
    const files: string[] = [];
    for (const path of paths) {
      const stream = await takeStream(path);
      files.push(stream ? (stream.copy ?? (await copies.add(stream, signal))) : path);
    }
    return await use(files);
  } finally {
    await copies.remove();
  }
}

/** Files that hold streams, in a folder that goes with them. */
class Copies {
  readonly #identities: string[] = [];
  #folder: string | undefined;
  readonly #removeAtExit = () => this.#folder && rmSync(this.#folder, { recursive: true, force: true });

  async add(stream: OpenedStream, signal: AbortSignal | undefined): Promise<string> {
    if (this.#folder === undefined) {
      this.#folder = await mkdtemp(join(tmpdir(), 'cmsc-'));
      process.once('exit', this.#removeAtExit);
    }
    const copy = join(this.#folder, String(this.#identities.length));
    await pipeline(Readable.from(readStream(stream, signal)), createWriteStream(copy, { mode: 0o600 }));
    opened.set(stream.identity, { identity: stream.identity, head: new Uint8Array(0), fd: undefined, copy });
    this.#identities.push(stream.identity);
    return copy;
  }

  async remove(): Promise<void> {
    for (const identity of this.#identities) opened.delete(identity);
    if (this.#folder === undefined) return;
    await rm(this.#folder, { recursive: true, force: true });
    process.off('exit', this.#removeAtExit);
  }
}

/** Whether bytes come once: those of a file behind a descriptor do too, since its place in the file moves on. */
function isOnce({ isStream, fd }: Place): boolean {
  return isStream || fd !== undefined;
}

async function lookInto(
  path: string,
  place: Place,
  leastBytes: number,
  signal: AbortSignal | undefined,
): Promise<OpenedStream> {
  const { identity } = place;
  const fd = await openPlace(path, place);
  const { head, isWhole } = await headOf(path, place, leastBytes, signal);
  if (isWhole && place.isStream && fd !== 0) await closeFile(fd);
  return { identity, head, fd: isWhole ? undefined : fd };
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
