import { bits } from '../bits.js';
import { BLOCK_ROWS } from '../learned.js';
import type { LogonColumns } from '../logon-columns.js';
import { BackOff } from './back-off.js';
import { LastSeconds } from './last-seconds.js';
import { MethodIds } from './method-ids.js';
import type { Scorer, ScorerOptions, Scoring } from './scorer.js';

/**
 * Bits of surprise of a logon's tokens: its account, given the source; its destination and the gap since the account's
 * last logon, given source and account; its method, given account and destination. A trigram in factors with exact
 * counts (back-off.ts).
 */
export const ngram: Scorer = {
  name: 'ngram',
  title: 'bits of surprise of account, destination, method and gap',
  start: (options) => new NgramScoring(options),
};

/** The gap token of an account that had no logon yet; of others it is the number of binary digits of the seconds. */
const FIRST = 0;

class NgramScoring implements Scoring {
  readonly #options: ScorerOptions;
  readonly #methods: MethodIds;
  readonly #lastLogons = new LastSeconds();
  readonly #gaps = new Int32Array(BLOCK_ROWS);
  readonly #user = new BackOff(1);
  readonly #destination = new BackOff(2);
  readonly #method = new BackOff(2);
  readonly #gap = new BackOff(2);
  readonly #tokens = [this.#user, this.#destination, this.#method, this.#gap];

  constructor(options: ScorerOptions) {
    this.#options = options;
    this.#methods = new MethodIds(options.dictionaries);
  }

  get entries(): number {
    return this.#tokens.reduce((sum, token) => sum + token.entries, 0);
  }

  score(rows: LogonColumns, scores: Float64Array): void {
    const { every, learnUntil } = this.#options;
    const tokens = this.#tokens;
    this.#locate(rows);
    for (let row = 0; row < rows.length; row++) {
      const time = rows.time[row] as number;
      const period = Math.floor(time / every);
      let score = 0;
      for (const token of tokens) score -= Math.log2(token.probability(row, period));
      scores[row] = score;
      if (time >= learnUntil) continue;
      for (const token of tokens) token.learn(row, period);
    }
  }

  #locate(rows: LogonColumns): void {
    const { dst_user, src_machine, dst_machine, length } = rows;
    const { dictionaries } = this.#options;
    const users = { ids: dst_user, size: dictionaries.dst_user.size };
    const machines = dictionaries.dst_machine.size;
    this.#user.locate(dst_user, [{ ids: src_machine, size: machines }], length);
    const sourceUsers = this.#user.pairs(0);
    this.#destination.locate(dst_machine, [sourceUsers, users], length);
    const userDestinations = this.#destination.pairs(1);
    const methods = this.#methods.of(rows);
    this.#method.locate(methods, [userDestinations, { ids: dst_machine, size: machines }], length);
    this.#gap.locate(this.#gapsOf(rows, users.size), [sourceUsers, users], length);
  }

  #gapsOf({ dst_user, time, length }: LogonColumns, users: number): Int32Array {
    this.#lastLogons.reserve(users);
    for (let row = 0; row < length; row++) {
      const now = time[row] as number;
      const last = this.#lastLogons.before(dst_user[row] as number, now);
      this.#lastLogons.see(dst_user[row] as number, now);
      this.#gaps[row] = last < 0 ? FIRST : bits(now - last);
    }
    return this.#gaps;
  }
}
