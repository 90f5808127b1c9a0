import { CmscError, type EventColumns, lowerBound } from '@cmsc/core';
import type { BoundTuple } from './red-team-index.js';

/** Where the columns that a red-team label hangs on stand in a list of column names. */
export interface LabelColumns {
  /** Place of dst_user. */
  user: number;
  /** Place of src_machine, or -1. */
  source: number;
  /** Place of dst_machine. */
  destination: number;
}

/**
 * Finds the columns of a label in the columns of a key, or of a reader's selection.
 * It is dst_user, not src_user, that a red-team row's user is compared with (see README.md, "An attacked row").
 *
 * @throws CmscError BAD_OPTION when dst_user or dst_machine is missing: nothing can be labelled without them.
 */
export function labelColumns(names: readonly string[]): LabelColumns {
  const user = names.indexOf('dst_user');
  const destination = names.indexOf('dst_machine');
  if (user < 0 || destination < 0)
    throw new CmscError('usage', 'BAD_OPTION', 'red-team labels need dst_user and dst_machine', {
      text: names.join(','),
      hint: 'add them to the key, or leave the red team away',
    });
  return { user, source: names.indexOf('src_machine'), destination };
}

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

/** A session by ids, as far as a label depends on it. Times are seconds, both inside. */
export interface SessionIds {
  /** Id of dst_user. */
  user: number;
  /** Id of dst_machine. */
  destination: number;
  /** Its origins; for a session whose key holds the source, that one. */
  sources: readonly number[] | Int32Array;
  /** Seconds. */
  start: number;
  /** For an open session, the last time read. */
  end: number;
}

/** The tuples of a user and destination, in order of time: all of them, and by their source. */
interface PairTuples {
  all: BoundTuple[];
  bySource: Map<number, BoundTuple[]>;
}

/** Finds the red-team tuples that lie in sessions, by ids. */
export class SessionMatcher {
  /** user → destination → their tuples in order of time: a few hundred pairs in the published file. */
  readonly #pairs = new Map<number, Map<number, PairTuples>>();

  /** `tuples` come in order of time. */
  constructor(tuples: readonly BoundTuple[]) {
    for (const tuple of tuples) {
      const ofUser = this.#pairs.get(tuple.user) ?? new Map<number, PairTuples>();
      const ofPair = ofUser.get(tuple.destination) ?? { all: [], bySource: new Map<number, BoundTuple[]>() };
      const ofSource = ofPair.bySource.get(tuple.source) ?? [];
      ofPair.all.push(tuple);
      ofSource.push(tuple);
      ofPair.bySource.set(tuple.source, ofSource);
      this.#pairs.set(tuple.user, ofUser.set(tuple.destination, ofPair));
    }
  }

  /** Whether the red team has this user and destination in a tuple. If not, none of their sessions is attacked. */
  pairFlag(user: number, destination: number): boolean {
    return this.#pairs.get(user)?.has(destination) ?? false;
  }

  /** The numbers of the tuples of a user and destination, in order of time. */
  tuplesOf(user: number, destination: number): number[] {
    return (this.#ofPair(user, destination)?.all ?? NONE).map((tuple) => tuple.number);
  }

  /**
   * The numbers of the tuples that lie in a session, in order of time: those of its user and destination, with
   * their source among the session's, and start ≤ time ≤ end. The session is attacked when there is one.
   */
  tuplesIn({ user, destination, sources, start, end }: SessionIds): number[] {
    const pair = this.#ofPair(user, destination);
    if (!pair) return [];
    // Many sessions of one source each may overlap: each looks at tuples of its own source alone.
    if (sources.length === 1) return between(pair.bySource.get(sources[0] as number) ?? NONE, start, end);
    const wanted = new Set(sources);
    return between(pair.all, start, end, ({ source }) => wanted.has(source));
  }

  #ofPair(user: number, destination: number): PairTuples | undefined {
    return this.#pairs.get(user)?.get(destination);
  }
}

/** The numbers of those tuples, which are in order of time, with start ≤ time ≤ end that are wanted. */
function between(
  tuples: readonly BoundTuple[],
  start: number,
  end: number,
  isWanted: (tuple: BoundTuple) => boolean = () => true,
): number[] {
  const found: number[] = [];
  for (let i = lowerBound(0, tuples.length, (at) => (tuples[at] as BoundTuple).time < start); ; i++) {
    const tuple = tuples[i];
    if (tuple === undefined || tuple.time > end) return found;
    if (isWanted(tuple)) found.push(tuple.number);
  }
}
