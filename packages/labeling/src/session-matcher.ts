import { lowerBound } from '@cmsc/core';
import type { BoundTuple } from './bound-index.js';

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

const NONE: readonly BoundTuple[] = [];

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
