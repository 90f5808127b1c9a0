import type { BoundTuple } from './bound-index.js';
import { lowerBound } from './lower-bound.js';

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

const NONE: readonly BoundTuple[] = [];

/** Finds the red-team tuples that lie in sessions, by ids. */
export class SessionMatcher {
  /** user → destination → their tuples in order of time: a few hundred pairs in the published file. */
  readonly #pairs = new Map<number, Map<number, BoundTuple[]>>();

  /** `tuples` come in order of time. */
  constructor(tuples: readonly BoundTuple[]) {
    for (const tuple of tuples) {
      const ofUser = this.#pairs.get(tuple.user) ?? new Map<number, BoundTuple[]>();
      const ofPair = ofUser.get(tuple.destination) ?? [];
      ofPair.push(tuple);
      this.#pairs.set(tuple.user, ofUser.set(tuple.destination, ofPair));
    }
  }

  /** Whether the red team has this user and destination in a tuple. If not, none of their sessions is attacked. */
  pairFlag(user: number, destination: number): boolean {
    return this.#pairs.get(user)?.has(destination) ?? false;
  }

  /** The numbers of the tuples of a user and destination, in order of time. */
  tuplesOf(user: number, destination: number): number[] {
    return this.#ofPair(user, destination).map((tuple) => tuple.number);
  }

  /**
   * The numbers of the tuples that lie in a session, in order of time: those of its user and destination, with
   * their source among the session's, and start ≤ time ≤ end. The session is attacked when there is one.
   */
  tuplesIn({ user, destination, sources, start, end }: SessionIds): number[] {
    const pair = this.#ofPair(user, destination);
    const found: number[] = [];
    const first = lowerBound(0, pair.length, (i) => (pair[i] as BoundTuple).time < start);
    for (let i = first; i < pair.length; i++) {
      const tuple = pair[i] as BoundTuple;
      if (tuple.time > end) break;
      if (sources.includes(tuple.source)) found.push(tuple.number);
    }
    return found;
  }

  #ofPair(user: number, destination: number): readonly BoundTuple[] {
    return this.#pairs.get(user)?.get(destination) ?? NONE;
  }
}
