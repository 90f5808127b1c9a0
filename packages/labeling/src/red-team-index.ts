import {
  type AuthEvent,
  CmscError,
  Dictionary,
  distinctTuples,
  type RedTeamEvent,
  type RedTeamTuple,
} from '@cmsc/core';
import { RowMatcher, SessionMatcher } from './matchers.js';

/** What the red team has to do with one row of auth. */
export interface EventMatch {
  /** 1 for a red-team logon, else 0. */
  label: 0 | 1;
  /** Rows of the red-team file with the time, user, source and destination of this row; 0 for label 0. */
  redteamRows: number;
  /** The tuple that these are. */
  exact: RedTeamTuple | undefined;
  /** Tuples with the time, user and source of this row, but another destination. */
  origin: readonly RedTeamTuple[];
}

/** A session by names, as far as a label depends on it. Times are seconds, both inside. */
export interface NamedSession {
  /** The account of the session. */
  dst_user: string;
  /** Where it was. */
  dst_machine: string;
  /** The source, for a session whose key holds it: `origins` doesn't count then. */
  src_machine?: string;
  /** Distinct sources of its logons. */
  origins?: readonly string[];
  /** Seconds. */
  start_time: number;
  /** For an open session, the last time read. */
  end_time: number;
}

const LATEST = 2 ** 31 - 1;

/**
 * The rows of a red-team file, ready to be asked. The file repeats itself (749 rows, 715 of them distinct, in the
 * one published with Kent 2015, doi:10.17021/1179829), so labels go by distinct tuples, and rows are counted.
 *
 * @example
 * const attack = { attack_time: 150885, src_user: 'U620@DOM1', src_machine: 'C17693', dst_machine: 'C1003' };
 * const index = new RedTeamIndex([attack, attack]);
 * index.distinct; // 1
 * const session = { dst_user: 'U620@DOM1', dst_machine: 'C1003', origins: ['C17693', 'C1003'] };
 * index.matchSession({ ...session, start_time: 150885, end_time: 150890 }).length; // 1
 */
export class RedTeamIndex {
  /** Distinct tuples in order of first appearance. A tuple's place is its number everywhere in this package. */
  readonly tuples: readonly RedTeamTuple[];
  /** For each row, in file order, the number of its tuple. */
  readonly rowTuples: readonly number[];
  /** Distinct attack times, ascending: the seconds of which a reader must give rows of any orientation. */
  readonly times: Int32Array;
  readonly #names: NameDictionaries = { user: new Dictionary(), computer: new Dictionary() };
  readonly #bound: BoundIndex;

  /** @throws CmscError BAD_TIME for a time that is not a whole number from 0 to 2147483647. */
  constructor(events: Iterable<RedTeamEvent>) {
    const { tuples, rowTuples } = distinctTuples(checked(events));
    this.tuples = tuples;
    this.rowTuples = rowTuples;
    this.times = Int32Array.from(new Set(tuples.map((tuple) => tuple.attack_time))).sort();
    this.#bound = this.bind(this.#names);
  }

  /** Rows of the file, repeats and all. */
  get rows(): number {
    return this.rowTuples.length;
  }

  /** Number of distinct tuples. */
  get distinct(): number {
    return this.tuples.length;
  }

  /** The index over the ids of these dictionaries, which get the red team's names. */
  bind(dictionaries: NameDictionaries): BoundIndex {
    return bindTuples(this.tuples, dictionaries);
  }

  /** What the red team has to do with a row of auth, of whatever orientation. */
  matchEvent({ time, dst_user, src_machine, dst_machine }: AuthEvent): EventMatch {
    const [user, source] = [this.#userId(dst_user), this.#computerId(src_machine)];
    const number = this.#bound.rows.match(time, user, source, this.#computerId(dst_machine));
    const exact = this.tuples[number];
    const origin = this.#bound.rows.matchOrigin(time, user, source).filter((other) => other !== number);
    return { label: exact ? 1 : 0, redteamRows: exact?.rows ?? 0, exact, origin: this.#tuplesAt(origin) };
  }

  /** The tuples that lie in a session, in order of time. The session is attacked when there is one. */
  matchSession({ dst_user, dst_machine, src_machine, origins = [], ...times }: NamedSession): RedTeamTuple[] {
    const sources = src_machine === undefined ? origins : [src_machine];
    const inside = this.#bound.sessions.tuplesIn({
      user: this.#userId(dst_user),
      destination: this.#computerId(dst_machine),
      sources: sources.map((name) => this.#computerId(name)),
      start: times.start_time,
      end: times.end_time,
    });
    return this.#tuplesAt(inside);
  }

  #tuplesAt(numbers: readonly number[]): RedTeamTuple[] {
    return numbers.map((number) => this.tuples[number] as RedTeamTuple);
  }

  #userId(name: string): number {
    return this.#names.user.find(name) ?? -1;
  }

  #computerId(name: string): number {
    return this.#names.computer.find(name) ?? -1;
  }
}

/**
 * The rows, none of them with a time that an Int32Array would quietly turn into another one.
 *
 * @throws CmscError BAD_TIME for such a time.
 */
function* checked(events: Iterable<RedTeamEvent>): Generator<RedTeamEvent> {
  for (const event of events) {
    const { attack_time } = event;
    if (!Number.isInteger(attack_time) || attack_time < 0 || attack_time > LATEST)
      throw new CmscError('data', 'BAD_TIME', `attack_time is not a whole number from 0 to ${LATEST}`, {
        column: 'attack_time',
        text: String(attack_time),
      });
    yield event;
  }
}

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
function bindTuples(tuples: readonly RedTeamTuple[], dictionaries: NameDictionaries): BoundIndex {
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
