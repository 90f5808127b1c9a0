import type { Dictionary } from '@cmsc/core';
import type { RedTeamTuple } from '@cmsc/core';
import { RowMatcher } from './row-matcher.js';
import { SessionMatcher } from './session-matcher.js';

/** The dictionaries that the events' ids come from. */
export interface NameDictionaries {
  /** Numbers src_user of the red team, dst_user of auth. */
  user: Dictionary;
  /** Numbers src_machine and dst_machine. */
  computer: Dictionary;
}

/** A red-team tuple by ids. `number` is its place in the index's `tuples`. */
export interface BoundTuple {
  /** Its place in the `tuples` of the index. */
  number: number;
  /** Seconds. */
  time: number;
  /** Id of src_user. */
  user: number;
  /** Id of src_machine. */
  source: number;
  /** Id of dst_machine. */
  destination: number;
}

/** The red team over the ids of two dictionaries: what `RedTeamIndex.bind` gives. Tuples go by their number. */
export interface BoundIndex {
  /** The distinct tuples, by number. */
  tuples: readonly RedTeamTuple[];
  /** What the ids of the matchers are ids of. */
  dictionaries: NameDictionaries;
  /** For rows of auth. */
  rows: RowMatcher;
  /** For sessions. */
  sessions: SessionMatcher;
}

/** Interns the names of `tuples`, in their order, and builds both matchers over the ids. */
export function bindTuples(tuples: readonly RedTeamTuple[], dictionaries: NameDictionaries): BoundIndex {
  const { user, computer } = dictionaries;
  const bound = tuples.map((tuple, number) => ({
    number,
    time: tuple.attack_time,
    user: user.intern(tuple.src_user),
    source: computer.intern(tuple.src_machine),
    destination: computer.intern(tuple.dst_machine),
  }));
  bound.sort(
    (a, b) => a.time - b.time || a.user - b.user || a.source - b.source || a.destination - b.destination,
  );
  return { tuples, dictionaries, rows: new RowMatcher(bound), sessions: new SessionMatcher(bound) };
}
