import { lowerBound, type EventColumns } from '@cmsc/core';
import type { BoundTuple } from './bound-index.js';
import type { LabelColumns } from './label-columns.js';

/**
 * Called for a row that has the time, user and source of a tuple; `exact` when it has its destination too.
 * One row can meet several tuples: those that differ in nothing but the destination.
 */
export type RowVisitor = (row: number, tuple: number, exact: boolean) => void;

const NONE: readonly BoundTuple[] = [];

/**
 * Finds the red-team tuples of auth rows, by ids. Times are asked for in order, hundreds of rows a second, so the
 * tuples of the second asked for last are kept at hand: for all other rows the answer costs a comparison.
 */
export class RowMatcher {
  /** In order of time, user, source, destination. */
  readonly #tuples: readonly BoundTuple[];
  #second = -1;
  #from = 0;
  #to = 0;

  constructor(tuples: readonly BoundTuple[]) {
    this.#tuples = tuples;
  }

  /** The number of the tuple with this time, user, source and destination, or -1. */
  match(time: number, user: number, source: number, destination: number): number {
    const origin = this.#ofOrigin(time, user, source);
    const at = lowerBound(0, origin.length, (i) => (origin[i] as BoundTuple).destination < destination);
    const tuple = origin[at];
    return tuple?.destination === destination ? tuple.number : -1;
  }

  /** The numbers of the tuples with this time, user and source, whatever their destination. */
  matchOrigin(time: number, user: number, source: number): number[] {
    return this.#ofOrigin(time, user, source).map((tuple) => tuple.number);
  }

  /**
   * Visits the rows of a batch that share time, user and source with a tuple, in their order.
   * It looks at no row outside the seconds of the red team, so that a batch costs a binary search or two.
   *
   * @throws RangeError when the batch lacks one of the columns, which is a bug of the caller.
   */
  eachMatch(events: EventColumns, columns: LabelColumns, visit: RowVisitor): void {
    const { length, time, ids } = events;
    const [users, sources, destinations] = [ids[columns.user], ids[columns.source], ids[columns.destination]];
    if (!users || !sources || !destinations)
      throw new RangeError(
        'red-team labels need dst_user, src_machine and dst_machine among the columns read',
      );
    for (let row = 0; row < length;) {
      const second = this.#nextSecond(time[row] as number);
      if (second === undefined) return;
      row = lowerBound(row, length, (i) => (time[i] as number) < second);
      for (; row < length && time[row] === second; row++) {
        for (const tuple of this.#ofOrigin(second, users[row] as number, sources[row] as number))
          visit(row, tuple.number, tuple.destination === destinations[row]);
      }
    }
  }

  /** The first second from `time` on that has a tuple. */
  #nextSecond(time: number): number | undefined {
    return this.#tuples[this.#firstFrom(time)]?.time;
  }

  #firstFrom(time: number): number {
    return lowerBound(0, this.#tuples.length, (i) => (this.#tuples[i] as BoundTuple).time < time);
  }

  #ofOrigin(time: number, user: number, source: number): readonly BoundTuple[] {
    if (time !== this.#second) this.#seek(time);
    if (this.#from === this.#to) return NONE;
    const isBefore = (i: number) => {
      const tuple = this.#tuples[i] as BoundTuple;
      return tuple.user < user || (tuple.user === user && tuple.source < source);
    };
    const first = lowerBound(this.#from, this.#to, isBefore);
    let end = first;
    while (end < this.#to && this.#tuples[end]?.user === user && this.#tuples[end]?.source === source) end++;
    return first === end ? NONE : this.#tuples.slice(first, end);
  }

  #seek(time: number): void {
    this.#second = time;
    this.#from = this.#firstFrom(time);
    this.#to = this.#firstFrom(time + 1);
  }
}
