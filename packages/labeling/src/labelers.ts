import {
  type EventColumns,
  grown,
  NO_END,
  type ListColumn,
  type RedTeamTuple,
  type SessionColumns,
  type SessionKeys,
} from '@cmsc/core';
import type { BoundIndex } from './red-team-index.js';
import type { LabelOutcomes } from './label-outcomes.js';
import { labelColumns, type LabelColumns } from './matchers.js';

/** A row of a batch that is a red-team logon. All other rows of the batch have label 0. */
export interface AttackedRow {
  /** Place in the batch. */
  row: number;
  /** Rows of the red-team file that are this logon: 1, or more where the file repeats itself. */
  redteamRows: number;
}

/** Labels auth rows batch by batch and notes them in its outcomes. */
export class EventLabeler {
  readonly #bound: BoundIndex;
  readonly #outcomes: LabelOutcomes;
  readonly #columns: LabelColumns;

  /**
   * `columns` names the columns of the batches' `ids`, in order.
   *
   * @throws CmscError BAD_OPTION when dst_user or dst_machine isn't among them.
   */
  constructor(bound: BoundIndex, outcomes: LabelOutcomes, columns: readonly string[]) {
    this.#bound = bound;
    this.#outcomes = outcomes;
    this.#columns = labelColumns(columns);
  }

  /** Notes the rows of a batch that match a tuple, and gives the attacked ones in their order: usually none. */
  label(events: EventColumns): AttackedRow[] {
    const attacked: AttackedRow[] = [];
    if (events.length === 0) return attacked;
    this.#outcomes.countSpan(events.time[0] as number, events.time[events.length - 1] as number);
    const { computer } = this.#bound.dictionaries;
    const destinations = events.ids[this.#columns.destination] as Int32Array;
    this.#bound.rows.eachMatch(events, this.#columns, (row, tuple, exact) => {
      if (exact) {
        this.#outcomes.countExactRow(tuple, events.edge[row] as number);
        attacked.push({ row, redteamRows: (this.#bound.tuples[tuple] as RedTeamTuple).rows });
      } else this.#outcomes.countOriginRow(tuple, computer.name(destinations[row] as number));
    });
    return attacked;
  }
}

/** Labels of a batch of sessions, one a session. */
export interface SessionLabels {
  /** 1 for an attacked session, else 0. */
  label: Int32Array;
  /** Distinct attack times inside the session, ascending. */
  attackTimes: ListColumn;
}

/** Labels of the sessions `from` up to, without, `to` of a batch. */
export interface LabelledPart extends SessionLabels {
  from: number;
  to: number;
}

/**
 * Sessions of one key may overlap, each with all attacks of its time in it. As soon as there are so many attack times, the sessions so
 * far are handed on.
 */
const MOST_TIMES = 1 << 20;

/** The columns of sessions that labels depend on. */
export type LabelledSessions = Pick<SessionColumns, 'length' | 'key' | 'start' | 'end' | 'origins'>;

/**
 * Labels the sessions of one key table batch by batch and notes them in its outcomes: a session with {@link NO_END}
 * as an open one that reaches to the last time read, all others as complete. Open ones must come after all rows, so
 * that the outcomes know that time.
 */
export class SessionLabeler {
  readonly #bound: BoundIndex;
  readonly #outcomes: LabelOutcomes;
  readonly #columns: LabelColumns;
  readonly #mostTimes: number;
  /** By key id, 1 for a key whose user and destination the red team has in a tuple. */
  #flags = new Uint8Array(1024);
  #flaggedKeys = 0;
  #label = new Int32Array(0);
  #offsets = new Int32Array(1);
  /** Up to which row offsets are filled in, and the number of times that are in them. */
  #filledTo = 0;
  #times = 0;
  /** Rows of the batch whose key is flagged. */
  #rows = new Int32Array(1);

  /**
   * `key` names the columns of the sessions' key. With src_machine among them that is a session's only source,
   * without it its origins are. As soon as there are `mostTimes` attack times, sessions are handed on.
   *
   * @throws CmscError BAD_OPTION when dst_user or dst_machine isn't among them.
   */
  constructor(bound: BoundIndex, outcomes: LabelOutcomes, key: readonly string[], mostTimes = MOST_TIMES) {
    this.#bound = bound;
    this.#outcomes = outcomes;
    this.#columns = labelColumns(key);
    this.#mostTimes = mostTimes;
  }

  /**
   * Notes the tuples in each session of a batch, and gives the labels: nearly always of all of them at once. These are good until
   * the next ones.
   */
  *label(sessions: LabelledSessions, keys: Pick<SessionKeys, 'column'>): Generator<LabelledPart> {
    const { length } = sessions;
    this.#makeRoom(length);
    this.#flagNewKeys(keys);
    const flagged = this.#flaggedRows(sessions);
    let from = 0;
    let times: number[] = [];
    this.#begin(length);
    for (let i = 0; i < flagged; i++) {
      const row = this.#rows[i] as number;
      if (times.length >= this.#mostTimes) {
        yield this.#part(from, row, times);
        from = row;
        times = [];
        this.#begin(length);
      }
      for (const time of this.#timesOf(this.#note(sessions, row, keys))) times.push(time);
      this.#close(row, times.length);
    }
    yield this.#part(from, length, times);
  }

  #begin(length: number): void {
    this.#label.fill(0, 0, length);
    this.#filledTo = 0;
    this.#times = 0;
  }

  /** Ends the list of a row, after which there are so many times. */
  #close(row: number, times: number): void {
    if (times === this.#times) return;
    this.#label[row] = 1;
    this.#offsets.fill(this.#times, this.#filledTo, row + 1);
    this.#filledTo = row + 1;
    this.#times = times;
  }

  #part(from: number, to: number, times: readonly number[]): LabelledPart {
    this.#offsets.fill(times.length, this.#filledTo, to + 1);
    const attackTimes = { offsets: this.#offsets.subarray(from, to + 1), values: Int32Array.from(times) };
    return { from, to, label: this.#label.subarray(from, to), attackTimes };
  }

  /** Finds the few rows whose key is flagged, puts them into `#rows`, and gives their number. */
  #flaggedRows({ length, key }: LabelledSessions): number {
    const flags = this.#flags;
    const rows = this.#rows;
    let flagged = 0;
    for (let row = 0; row < length; row++) {
      // Written in any case: a flagged key is so rare that only the count needs to know.
      rows[flagged] = row;
      flagged += flags[key[row] as number] as number;
    }
    return flagged;
  }

  #makeRoom(length: number): void {
    if (this.#label.length >= length) return;
    this.#label = new Int32Array(length);
    this.#offsets = new Int32Array(length + 1);
    this.#rows = new Int32Array(length + 1);
  }

  /** Asks once a key whether the red team ever was there, so that its sessions need not ask again. */
  #flagNewKeys(keys: Pick<SessionKeys, 'column'>): void {
    const users = keys.column(this.#columns.user);
    const destinations = keys.column(this.#columns.destination);
    this.#flags = grown(this.#flags, users.length);
    for (let key = this.#flaggedKeys; key < users.length; key++) {
      const isAttacked = this.#bound.sessions.pairFlag(users[key] as number, destinations[key] as number);
      this.#flags[key] = isAttacked ? 1 : 0;
    }
    this.#flaggedKeys = users.length;
  }

  /** Notes the tuples in one session, and gives them. */
  #note(sessions: LabelledSessions, row: number, keys: Pick<SessionKeys, 'column'>): number[] {
    const key = sessions.key[row] as number;
    const end = sessions.end[row] as number;
    const isOpen = end === NO_END;
    const tuples = this.#bound.sessions.tuplesIn({
      user: keys.column(this.#columns.user)[key] as number,
      destination: keys.column(this.#columns.destination)[key] as number,
      sources: this.#sourcesOf(sessions, row, keys),
      start: sessions.start[row] as number,
      end: isOpen ? (this.#outcomes.span?.last ?? NO_END) : end,
    });
    if (isOpen) this.#outcomes.countOpenSession(tuples);
    else this.#outcomes.countSession(tuples);
    return tuples;
  }

  #sourcesOf({ key, origins }: LabelledSessions, row: number, keys: Pick<SessionKeys, 'column'>): Int32Array {
    const { source } = this.#columns;
    const ofKey = key[row] as number;
    if (source >= 0) return keys.column(source).subarray(ofKey, ofKey + 1);
    return origins.values.subarray(origins.offsets[row], origins.offsets[row + 1]);
  }

  #timesOf(tuples: readonly number[]): Set<number> {
    return new Set(tuples.map((tuple) => (this.#bound.tuples[tuple] as RedTeamTuple).attack_time));
  }
}
