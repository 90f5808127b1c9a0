import { CmscError } from '@cmsc/core';
import type { ExportFiles } from '../export-format.js';
import type { LineBuffer } from './line-buffer.js';

/** How rows are cut into files by time. */
export interface SliceRule {
  /** Length of a slice. Slice n holds the seconds from n times this on. */
  seconds: number;
  /** The file of slice n. */
  fileOf(slice: number): string;
  /** Whether slices without rows have a file, too: all from 0 on to that of the last row. */
  fillsGaps: boolean;
}

/** The data set has 83,520 minutes. A time that is out of its mind must not fill the disk with empty files. */
const MOST_SLICES = 200_000;

/** The files of time slices. Times only go forward, so one file is open at a time. */
export class SliceFiles {
  readonly #files: ExportFiles;
  readonly #rule: SliceRule;
  #slice = -1;
  #end = -1;

  constructor(files: ExportFiles, rule: SliceRule) {
    this.#files = files;
    this.#rule = rule;
  }

  /** Whether the row of this second goes to another file than the one before it. */
  leaves(time: number): boolean {
    return time >= this.#end;
  }

  /**
   * The file for rows of this second.
   *
   * @throws CmscError BAD_TIME (data) when too many slices without rows would have to be filled before it.
   */
  fileAt(time: number): LineBuffer {
    if (this.leaves(time)) {
      const slice = Math.floor(time / this.#rule.seconds);
      if (this.#rule.fillsGaps && slice >= MOST_SLICES) throw tooManySlices(time);
      this.#moveTo(slice);
    }
    return this.#files.file(this.#rule.fileOf(this.#slice));
  }

  /** Closes the last file. */
  finish(): void {
    if (this.#rule.fillsGaps && this.#slice < 0) this.#moveTo(0);
    if (this.#slice >= 0) this.#files.close(this.#rule.fileOf(this.#slice));
  }

  #moveTo(slice: number): void {
    const { seconds, fileOf, fillsGaps } = this.#rule;
    if (this.#slice >= 0) this.#files.close(fileOf(this.#slice));
    for (let gap = this.#slice + 1; fillsGaps && gap < slice; gap++) {
      this.#files.file(fileOf(gap));
      this.#files.close(fileOf(gap));
    }
    this.#slice = slice;
    this.#end = (slice + 1) * seconds;
    this.#files.file(fileOf(slice));
  }
}

function tooManySlices(time: number): CmscError {
  return new CmscError(
    'data',
    'BAD_TIME',
    `this export has a file for every slice of time, and no more than ${MOST_SLICES}`,
    {
      column: 'time',
      text: String(time),
      hint: 'keep later rows out with --to',
    },
  );
}
