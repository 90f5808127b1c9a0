import type { OutputProgress } from '@cmsc/store';
import type { Progress } from './options.js';

/** How much of a run reading is whose rows are sorted and written afterwards: so it was for all formats, roughly. */
const READING = 0.75;

/**
 * The progress of a run that reads, and then sorts and writes what came of it: its share goes from 0 to 1 once. Rows that
 * are written as they come are through when all is read.
 */
export class RunProgress {
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #reading: number;
  #last: Progress = { rows: 0, bytes: 0 };

  /** `isSorted` says whether rows are. */
  constructor(tell: ((progress: Progress) => void) | undefined, { isSorted }: { isSorted: boolean }) {
    this.#tell = tell;
    this.#reading = isSorted ? READING : 1;
  }

  /** What the reading is to be told with; undefined where nobody listens. */
  get onProgress(): ((progress: Progress) => void) | undefined {
    return this.#tell && ((progress) => this.#read(progress));
  }

  /** Takes how far the rows are. */
  readonly write = ({ phase, rows, total }: OutputProgress): void => {
    this.#tell?.({ ...this.#last, phase, ...this.#share(total > 0 ? rows / total : 1) });
  };

  #read(progress: Progress): void {
    this.#last = progress;
    this.#tell?.({ phase: 'reading', ...progress, ...this.#share(0) });
  }

  /** Where `written` of the rows are; nothing where the size of the inputs is not known. */
  #share(written: number): { share?: number } {
    const { bytes, bytesTotal } = this.#last;
    if (bytesTotal === undefined) return {};
    const read = bytesTotal > 0 ? Math.min(1, bytes / bytesTotal) : 1;
    return { share: this.#reading * read + (1 - this.#reading) * written };
  }
}
