import { firstFrom, type EventColumns } from '@cmsc/core';
import type { RowRange } from '../export-format.js';

/**
 * Cuts the rows of a time window out of batches, in the order in which they come. The reader could do it, but then
 * nobody would know which row is the first of the file, or the how manieth.
 */
export class TimeWindow {
  readonly #from: number;
  readonly #to: number;
  #firstRow = 0;
  /** Rows outside the window so far. */
  filtered = 0;

  constructor(from = 0, to = 2 ** 31 - 1) {
    this.#from = from;
    this.#to = to;
  }

  /** The rows of the next batch that are inside. */
  of(events: EventColumns): RowRange {
    const { time, length } = events;
    const begin = firstFrom(time, this.#from, 0, length);
    const end = Math.max(begin, firstFrom(time, this.#to + 1, 0, length));
    const range = { events, begin, end, firstRow: this.#firstRow };
    this.#firstRow += length;
    this.filtered += length - (end - begin);
    return range;
  }
}
