import type { Progress } from '../options.js';
import { ByteCounter } from '@cmsc/files';
import { readStored } from '@cmsc/loaders';

/** A file, told by what is in it. */
export interface HashedFile {
  path: string;
  /** Its size as it is stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hexadecimal. */
  sha256: string;
}

/**
 * An input with its hash: what tells whether a cluster has it already.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io); INTERRUPTED.
 */
export async function hashInput(path: string, signal: AbortSignal | undefined): Promise<HashedFile> {
  const counter = new ByteCounter();
  for await (const chunk of readStored(path, signal)) counter.add(chunk);
  return { path, ...counter.total() };
}

/** How far files are that are loaded several at a time. */
export class LoadProgress {
  readonly #bytesTotal: number;
  readonly #onProgress: (progress: Progress) => void;
  readonly #states = new Map<string, Progress>();

  constructor(files: readonly HashedFile[], onProgress: (progress: Progress) => void = () => undefined) {
    this.#bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#onProgress = onProgress;
  }

  /** Notes how far a file is, and tells how far all of them are. */
  update(path: string, state: Progress): void {
    this.#states.set(path, state);
    const states = [...this.#states.values()];
    this.#onProgress({
      rows: states.reduce((sum, { rows }) => sum + rows, 0),
      bytes: states.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesTotal: this.#bytesTotal,
    });
  }
}
