import { Counts } from '../counts.js';
import type { LogonBlock } from '../logon-kinds.js';
import { BackOff } from './back-off.js';
import { NgramKeys } from './ngram-keys.js';
import type { Scorer, ScorerOptions, Scoring } from './scorer.js';
import { TokenSurprise } from './token-surprise.js';

/**
 * Bits of surprise of a logon's tokens: its account, given the source; its destination and the gap since the account's
 * last logon, given source and account; its method, given account and destination. A trigram in factors with exact
 * counts (back-off.ts).
 */
export const ngram: Scorer = {
  name: 'ngram',
  title: 'bits of surprise of account, destination, method and gap',
  isCostly: true,
  start: (options) => new NgramScoring(options),
};

class NgramScoring implements Scoring {
  readonly #keys: NgramKeys;
  readonly #user: BackOff;
  readonly #destination: BackOff;
  readonly #method: BackOff;
  readonly #gap: BackOff;
  readonly #surprise: TokenSurprise;

  constructor(options: ScorerOptions) {
    const counts = new Counts();
    this.#keys = new NgramKeys(options.dictionaries, counts);
    const tokens = [counts, counts, counts, counts].map((each) => new BackOff(each));
    [this.#user, this.#destination, this.#method, this.#gap] = tokens as [BackOff, BackOff, BackOff, BackOff];
    this.#surprise = new TokenSurprise(tokens, counts, options);
  }

  get entries(): number {
    return this.#keys.size;
  }

  score(rows: LogonBlock, scores: Float64Array): void {
    const { user, destination, method, gap } = this.#keys.of(rows);
    this.#user.take(user);
    this.#destination.take(destination);
    this.#method.take(method);
    this.#gap.take(gap);
    this.#surprise.score(rows.time, rows.length, scores);
  }
}
