import {
  NO_END,
  type ListColumn,
  type RedTeamTuple,
  type SessionColumns,
  type SessionKeys,
} from '@cmsc/core';
import type { BoundIndex } from './bound-index.js';
import type { LabelBook } from './label-book.js';
import { labelColumns, type LabelColumns } from './label-columns.js';

/** Labels of a batch of sessions, one a session. */
export interface SessionLabels {
  /** 1 for an attacked session, else 0. */
  label: Int32Array;
  /** Distinct attack times inside the session, ascending. */
  attackTimes: ListColumn;
}

/** The columns of sessions that labels depend on. */
export type LabelledSessions = Pick<SessionColumns, 'length' | 'key' | 'start' | 'end' | 'origins'>;

/**
 * Labels the sessions of one key table batch by batch and notes them in a label book: a session with {@link NO_END}
 * as an open one that reaches to the last time read, all others as complete. Open ones must come after all rows, so
 * that the book knows that time.
 */
export class SessionLabeler {
  readonly #bound: BoundIndex;
  readonly #book: LabelBook;
  readonly #columns: LabelColumns;
  /** By key id, 1 for a key whose user and destination the red team has in a tuple. */
  #flags = new Uint8Array(1024);
  #flaggedKeys = 0;
  #label = new Int32Array(0);
  #offsets = new Int32Array(1);
  /** Rows of the batch whose key is flagged. */
  #rows = new Int32Array(1);

  /**
   * `key` names the columns of the sessions' key. With src_machine among them that is a session's only source,
   * without it its origins are.
   *
   * @throws CmscError BAD_OPTION when dst_user or dst_machine isn't among them.
   */
  constructor(bound: BoundIndex, book: LabelBook, key: readonly string[]) {
    this.#bound = bound;
    this.#book = book;
    this.#columns = labelColumns(key);
  }

  /** Notes the tuples in each session of a batch, and gives the labels. These are good until the next call. */
  label(sessions: LabelledSessions, keys: Pick<SessionKeys, 'column'>): SessionLabels {
    const { length } = sessions;
    this.#makeRoom(length);
    this.#flagNewKeys(keys);
    const label = this.#label.subarray(0, length).fill(0);
    const offsets = this.#offsets.subarray(0, length + 1);
    const times: number[] = [];
    const flagged = this.#flaggedRows(sessions);
    let filledTo = 0;
    for (let i = 0; i < flagged; i++) {
      const row = this.#rows[i] as number;
      const attackTimes = this.#timesOf(this.#note(sessions, row, keys));
      if (attackTimes.size === 0) continue;
      label[row] = 1;
      offsets.fill(times.length, filledTo, row + 1);
      filledTo = row + 1;
      for (const time of attackTimes) times.push(time);
    }
    offsets.fill(times.length, filledTo);
    return { label, attackTimes: { offsets, values: Int32Array.from(times) } };
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
    if (users.length > this.#flags.length) {
      const larger = new Uint8Array(users.length * 2);
      larger.set(this.#flags);
      this.#flags = larger;
    }
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
      sources: this.#sourcesOf(sessions.origins, row, key, keys),
      start: sessions.start[row] as number,
      end: isOpen ? (this.#book.span?.last ?? NO_END) : end,
    });
    if (isOpen) this.#book.countOpenSession(tuples);
    else this.#book.countSession(tuples);
    return tuples;
  }

  #sourcesOf(
    { offsets, values }: ListColumn,
    row: number,
    key: number,
    keys: Pick<SessionKeys, 'column'>,
  ): Int32Array {
    const { source } = this.#columns;
    if (source >= 0) return keys.column(source).subarray(key, key + 1);
    return values.subarray(offsets[row], offsets[row + 1]);
  }

  #timesOf(tuples: readonly number[]): Set<number> {
    return new Set(tuples.map((tuple) => (this.#bound.tuples[tuple] as RedTeamTuple).attack_time));
  }
}
