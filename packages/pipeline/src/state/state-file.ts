import { CmscError } from '@cmsc/core';
import { openWholeFile, pour } from '@cmsc/files';
import { readStored } from '@cmsc/loaders';
import type { OutputSummary } from '@cmsc/store';
import { createHash, type Hash } from 'node:crypto';

// A state file: a line that says what it is, a line of JSON, arrays of 32-bit integers, and a SHA-256 over all of it.

const MAGIC = 'cmsc state, version 3\n';
const DIGEST_BYTES = 32;
const NEWLINE = 10;
/** Most bytes of the line of JSON: no text of V8 is longer. */
const MOST_HEADER_BYTES = 512 * 1024 * 1024;

/** What a state file holds. */
export interface StateContent {
  /** Anything that JSON can hold. */
  facts: Record<string, unknown>;
  arrays: Record<string, Int32Array>;
}

interface StateHeader {
  facts: StateContent['facts'];
  /** Number of values in each array, in their order in the file. */
  lengths: Record<string, number>;
}

/**
 * Writes a state file, complete or not at all.
 *
 * @throws CmscError of kind io when it exists and may not be replaced, or can't be written.
 */
export async function writeStateFile(
  path: string,
  { facts, arrays }: StateContent,
  options: { force?: boolean },
): Promise<OutputSummary> {
  const lengths = Object.fromEntries(Object.entries(arrays).map(([name, { length }]) => [name, length]));
  const header: StateHeader = { facts, lengths };
  const file = await openWholeFile(path, options);
  const pieces = [
    Buffer.from(MAGIC),
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...Object.values(arrays).map(bytesOf),
  ];
  return { path, ...(await pour(withDigest(pieces), file)), rows: 0 };
}

/** Pieces, and behind them the SHA-256 over all of them. */
function* withDigest(pieces: readonly Buffer[]): Generator<Buffer> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  yield hash.digest();
}

/**
 * Reads a state file.
 *
 * @throws CmscError BAD_STATE_FILE (data) when it is no state file, one of another version, or damaged; NOT_FOUND or
 * READ_FAILED (io).
 */
export async function readStateFile(path: string, signal?: AbortSignal): Promise<StateContent> {
  const reader = new StateReader(path, readStored(path, signal));
  try {
    return await reader.read();
  } finally {
    await reader.close();
  }
}

/** The error for a state that can't be gone on from. */
export function badState(path: string, what: string): CmscError {
  return new CmscError('data', 'BAD_STATE_FILE', what, {
    file: path,
    hint: 'give the --state-out of the run before, with the same options',
  });
}

/** Reads a state file piece by piece: a whole one may be larger than any buffer, and what is none may never end. */
class StateReader {
  readonly #path: string;
  readonly #chunks: AsyncGenerator<Uint8Array>;
  readonly #hash: Hash = createHash('sha256');
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(path: string, chunks: AsyncGenerator<Uint8Array>) {
    this.#path = path;
    this.#chunks = chunks;
  }

  async read(): Promise<StateContent> {
    const magic = Buffer.alloc(MAGIC.length);
    if (!(await this.#fill(magic)) || magic.toString('latin1') !== MAGIC)
      throw badState(this.#path, 'this is no state file of this version of cmsc');
    const line = await this.#line();
    const { facts, lengths } = this.#parse(line);
    const arrays: StateContent['arrays'] = {};
    for (const [name, length] of Object.entries(lengths)) {
      const values = this.#room(length);
      if (!(await this.#fill(bytesOf(values)))) throw this.#damaged();
      arrays[name] = values;
    }
    const digest = this.#hash.digest();
    const stored = Buffer.alloc(DIGEST_BYTES);
    const isWhole = (await this.#take(stored)) && stored.equals(digest) && !(await this.#more());
    if (!isWhole) throw this.#damaged();
    return { facts, arrays };
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  /** Fills a buffer with what comes next, and hashes it. Returns false when there is not so much. */
  async #fill(target: Uint8Array): Promise<boolean> {
    if (!(await this.#take(target))) return false;
    // A hash takes less than 2 GiB at once.
    for (let at = 0; at < target.length; at += 1 << 30)
      this.#hash.update(target.subarray(at, at + (1 << 30)));
    return true;
  }

  async #take(target: Uint8Array): Promise<boolean> {
    for (let at = 0; at < target.length;) {
      if (!(await this.#more())) return false;
      const part = this.#chunk.subarray(0, target.length - at);
      target.set(part, at);
      this.#chunk = this.#chunk.subarray(part.length);
      at += part.length;
    }
    return true;
  }

  /** The bytes up to the next line feed. */
  async #line(): Promise<Buffer> {
    const parts: Buffer[] = [];
    let bytes = 0;
    while (bytes < MOST_HEADER_BYTES && (await this.#more())) {
      const end = this.#chunk.indexOf(NEWLINE) + 1;
      const part = Buffer.from(end > 0 ? this.#chunk.subarray(0, end) : this.#chunk);
      this.#chunk = this.#chunk.subarray(part.length);
      this.#hash.update(part);
      parts.push(part);
      bytes += part.length;
      if (end > 0) return Buffer.concat(parts);
    }
    throw this.#damaged();
  }

  /**
   * Nothing of this is sure before the checksum was seen.
   *
   * @throws CmscError BAD_STATE_FILE (data) for what can't be a header.
   */
  #parse(line: Buffer): StateHeader {
    try {
      const header = JSON.parse(line.toString()) as StateHeader;
      if (typeof header.lengths === 'object' && header.lengths !== null) return header;
    } catch {
      // Said below.
    }
    throw this.#damaged();
  }

  #room(length: number): Int32Array {
    try {
      return new Int32Array(length);
    } catch {
      throw this.#damaged();
    }
  }

  async #more(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#chunk = next.value;
    }
    return true;
  }

  #damaged(): CmscError {
    return badState(this.#path, 'the state file is damaged: its checksum does not fit');
  }
}

/** The bytes of an array itself. All machines that Node runs on these days keep the lowest byte first. */
function bytesOf(values: Int32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
