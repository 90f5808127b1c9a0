import {
  EDGE_FAILED_START,
  EDGE_START,
  fateOf,
  labelLedgerOf,
  matchOf,
  tallyOf,
  type LabelLedger,
  type TupleFate,
  type TupleMatch,
  type TupleTally,
} from '@cmsc/core';
import { checkLabelState, type LabelState } from './label-state.js';
import { lossesOf, type Loss, type RunFacts, type TimeSpan } from './losses.js';
import type { RedTeamIndex } from './red-team-index.js';

/** Where one distinct tuple of the red team went, and why it went no further. */
export interface TupleRecord extends Omit<TupleTally, 'logonRows' | 'failedLogonRows'> {
  /** How it is found in auth. */
  match: TupleMatch;
  /** How far it came: into a complete session, an open one, a row of auth, or nowhere. */
  fate: TupleFate;
  /** Empty for a tuple that is matched exactly and lies in a complete session. */
  losses: Loss[];
}

/**
 * Keeps account of every red-team tuple while events and sessions go by, in any order, and says in the end where
 * each one went. Tuples go by their number in the index.
 */
export class LabelOutcomes {
  readonly #index: RedTeamIndex;
  readonly #tallies: TupleTally[];
  #attackedSessions = 0;
  #span: TimeSpan | null = null;

  constructor(index: RedTeamIndex) {
    this.#index = index;
    this.#tallies = index.tuples.map(tallyOf);
  }

  /**
   * The outcomes of an earlier run, to be carried on. The red-team file must be the same, but for the order of its rows.
   *
   * @throws CmscError BAD_STATE_FILE when `state` is no label state, or one of another red-team file.
   */
  static fromJSON(index: RedTeamIndex, state: unknown): LabelOutcomes {
    const { attackedSessions, span, tuples } = checkLabelState(index, state);
    const outcomes = new LabelOutcomes(index);
    outcomes.#attackedSessions = attackedSessions;
    outcomes.#span = span;
    tuples.forEach((tuple, number) => outcomes.#add(number, { ...tuple, openSessions: 0 }));
    return outcomes;
  }

  /** First and last time read so far, seconds; null before the first row. An open session reaches to the last. */
  get span(): TimeSpan | null {
    return this.#span;
  }

  /** Notes that rows from `first` to `last` were read. */
  countSpan(first: number, last: number): void {
    const { first: earliest, last: latest } = this.#span ?? { first, last };
    this.#span = { first: Math.min(first, earliest), last: Math.max(last, latest) };
  }

  /** Notes an auth row that has the time, user, source and destination of a tuple, and its edge. */
  countExactRow(tuple: number, edge: number): void {
    const tally = this.#tally(tuple);
    tally.exactRows++;
    if (edge === EDGE_START) tally.logonRows++;
    if (edge === EDGE_FAILED_START) tally.failedLogonRows++;
  }

  /** Notes an auth row that has the time, user and source of a tuple, but this other destination. */
  countOriginRow(tuple: number, destination: string): void {
    const tally = this.#tally(tuple);
    tally.originRows++;
    if (!tally.otherDestinations.includes(destination)) tally.otherDestinations.push(destination);
  }

  /** Notes a complete session and all the tuples that lie in it. */
  countSession(tuples: readonly number[]): void {
    if (tuples.length > 0) this.#attackedSessions++;
    for (const tuple of tuples) this.#tally(tuple).sessions++;
  }

  /** Notes an open session and all the tuples that lie in it. */
  countOpenSession(tuples: readonly number[]): void {
    for (const tuple of tuples) this.#tally(tuple).openSessions++;
  }

  /**
   * Adds what other outcomes of the same index have counted, over other rows and sessions.
   *
   * @throws RangeError when they are of another index, which is a bug of the caller.
   */
  merge(other: LabelOutcomes): void {
    if (other.#index !== this.#index) throw new RangeError('only books of one index can be merged');
    this.#attackedSessions += other.#attackedSessions;
    if (other.#span) this.countSpan(other.#span.first, other.#span.last);
    other.#tallies.forEach((theirs, number) => this.#add(number, theirs));
  }

  /** The ledger of all that was noted so far. */
  ledger(): LabelLedger {
    return labelLedgerOf(this.#tallies, this.#attackedSessions);
  }

  /** Where each tuple went, in the order of the index. `run` tells what the losses can be put down to. */
  records(run: RunFacts = {}): TupleRecord[] {
    return this.#index.tuples.map((tuple, number) => {
      const tally = this.#tally(number);
      return {
        ...tuple,
        match: matchOf(tally),
        fate: fateOf(tally),
        exactRows: tally.exactRows,
        originRows: tally.originRows,
        otherDestinations: [...tally.otherDestinations],
        sessions: tally.sessions,
        openSessions: tally.openSessions,
        losses: lossesOf(tally, this.#span, run),
      };
    });
  }

  /** What a later run needs to count on from here: all but the open sessions, which it will meet again. */
  toJSON(): LabelState {
    const tuples = this.#index.tuples.map((tuple, number) => {
      const { exactRows, logonRows, failedLogonRows, originRows, sessions, otherDestinations } =
        this.#tally(number);
      const counts = { exactRows, logonRows, failedLogonRows, originRows, sessions };
      return { ...tuple, ...counts, otherDestinations: [...otherDestinations] };
    });
    return { version: 2, attackedSessions: this.#attackedSessions, span: this.#span, tuples };
  }

  #add(tuple: number, met: TupleTally): void {
    const tally = this.#tally(tuple);
    tally.exactRows += met.exactRows;
    tally.logonRows += met.logonRows;
    tally.failedLogonRows += met.failedLogonRows;
    tally.originRows += met.originRows;
    tally.sessions += met.sessions;
    tally.openSessions += met.openSessions;
    tally.otherDestinations = [...new Set([...tally.otherDestinations, ...met.otherDestinations])];
  }

  #tally(tuple: number): TupleTally {
    const tally = this.#tallies[tuple];
    if (!tally) throw new RangeError(`no red-team tuple has the number ${tuple}`);
    return tally;
  }
}

/** The identities that a label ledger breaks, in words; none for a correct one. A ledger that breaks one is a bug. */
export function labelLedgerProblems(ledger: LabelLedger): string[] {
  const { redteamRows, distinct, matchedExact, matchedOrigin, unmatched, attackedSessions } = ledger;
  const { inSession, inOpenSession, withoutSession, nowhere } = ledger;
  const rules: [string, boolean][] = [
    ['distinct ≤ redteamRows', distinct <= redteamRows],
    [
      'distinct = matchedExact + matchedOrigin + unmatched',
      distinct === matchedExact + matchedOrigin + unmatched,
    ],
    [
      'distinct = inSession + inOpenSession + withoutSession + nowhere',
      distinct === inSession + inOpenSession + withoutSession + nowhere,
    ],
    ['withoutSession ≤ matchedExact + matchedOrigin', withoutSession <= matchedExact + matchedOrigin],
    ['nowhere ≤ unmatched', nowhere <= unmatched],
    ['attackedSessions = 0 only with inSession = 0', (attackedSessions === 0) === (inSession === 0)],
  ];
  const figures = Object.entries(ledger).map(([name, count]) => `${name} ${count}`);
  return rules.filter(([, holds]) => !holds).map(([rule]) => `${rule} does not hold: ${figures.join(', ')}`);
}
