import type { Dictionary } from '@cmsc/core';
import { bits } from '../bits.js';
import type { Counts } from '../counts.js';
import { BLOCK_ROWS, type LogonColumns } from '../logon-columns.js';
import { touch } from '../touch.js';
import { LastSeconds, NEVER } from './last-seconds.js';

/** The gap token of an account that had no logon yet; of others it is the number of binary digits of the seconds. */
const FIRST = 0;
/** Kinds of gaps: none, and up to 31 digits. */
const KINDS = 32;
/** Counts of the gaps of something: a bit for each that came up, then a count for each. They are so few that none has to be looked up. */
export const GAP_COUNTS = 1 + KINDS;

/** The gaps since the last logons of accounts, as tokens by the places of their counts. */
export class GapTokens {
  /** For each row its gap: of the account at the source, of the account, and of all. */
  readonly ofSourceUser = new Int32Array(BLOCK_ROWS);
  readonly ofUser = new Int32Array(BLOCK_ROWS);
  readonly ofAll = new Int32Array(BLOCK_ROWS);
  /** A number without a meaning: what was read to have it in the cache. */
  touched = 0;
  readonly #counts: Counts;
  readonly #users: Dictionary;
  /** How many counts the place of an account, or of one at a source, has before those of its gaps. */
  readonly #before: number;
  readonly #all: number;
  readonly #lastLogons = new LastSeconds();
  #size = 0;

  constructor(users: Dictionary, counts: Counts, before: number) {
    this.#users = users;
    this.#counts = counts;
    this.#before = before;
    this.#all = counts.make(GAP_COUNTS);
  }

  /** How many gaps came up of all three. */
  get size(): number {
    return this.#size;
  }

  /** Finds the gaps of rows, whose accounts at sources, and accounts, have their counts at these places. */
  locate({ dst_user, time, length }: LogonColumns, sourceUsers: Int32Array, users: Int32Array): void {
    const { values } = this.#counts;
    const lasts = this.#lastLogons.pass(dst_user, this.#users.size, time, length, length);
    for (let row = 0; row < length; row++) {
      const last = lasts[row] as number;
      const gap = last === NEVER ? FIRST : bits((time[row] as number) - last);
      const ofSourceUser = (sourceUsers[row] as number) + this.#before;
      const ofUser = (users[row] as number) + this.#before;
      this.ofSourceUser[row] = ofSourceUser + 1 + gap;
      this.ofUser[row] = ofUser + 1 + gap;
      this.ofAll[row] = this.#all + 1 + gap;
      if (((values[ofSourceUser] as number) & (1 << gap)) !== 0) continue;
      for (const place of [ofSourceUser, ofUser, this.#all]) this.#see(place, 1 << gap);
    }
    this.touched ^= touch(values, this.ofSourceUser, 0, length) ^ touch(values, this.ofUser, 0, length);
  }

  #see(place: number, bit: number): void {
    const { values } = this.#counts;
    const seen = values[place] as number;
    if ((seen & bit) === 0) this.#size++;
    values[place] = seen | bit;
  }
}
