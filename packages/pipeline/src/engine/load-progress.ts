import type { Progress } from '../options.js';
import type { HashedFile } from './hashed-files.js';

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
