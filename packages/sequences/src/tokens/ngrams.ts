import { CmscError } from '@cmsc/core';
import { logOddsOf, type LogOdds } from './log-odds.js';
import { wordOf } from './tokens.js';

/** Longest n-grams that are counted. */
const LONGEST_NGRAM = 5;

/** An n-gram and where it occurs. */
export interface NgramRow extends LogOdds {
  /** Its tokens as words, as `wordOf` makes them, with a space between. */
  ngram: string;
  /** How many tokens it has. */
  n: number;
  /** How often it occurs. */
  count: number;
  /** Sessions that hold it. */
  sessions: number;
  /** Attacked sessions that hold it. */
  attackedSessions: number;
}

/**
 * The n-grams of a list of tokens, in order: every run of n tokens, none when there are fewer.
 *
 * @throws CmscError BAD_OPTION when n is not a whole number from 1 to 5.
 */
export function ngramsOf(tokens: readonly string[], n: number): string[][] {
  checkNgramLength(n);
  const ngrams: string[][] = [];
  for (let i = 0; i + n <= tokens.length; i++) ngrams.push(tokens.slice(i, i + n));
  return ngrams;
}

/**
 * Checks the length of n-grams.
 *
 * @throws CmscError BAD_OPTION when it is not a whole number from 1 to 5.
 */
export function checkNgramLength(n: number): void {
  if (!Number.isInteger(n) || n < 1 || n > LONGEST_NGRAM)
    throw new CmscError('usage', 'BAD_OPTION', `n-grams have from 1 to ${LONGEST_NGRAM} tokens`, {
      text: String(n),
    });
}

/** Counts the n-grams of sessions in memory. `ngramsSql` does the same where there are too many. */
export class NgramCounts {
  readonly #n: number;
  readonly #counts = new Map<string, { count: number; sessions: number; attackedSessions: number }>();
  #sessions = 0;
  #attacked = 0;

  /** @throws CmscError BAD_OPTION when n is not a whole number from 1 to 5. */
  constructor(n: number) {
    checkNgramLength(n);
    this.#n = n;
  }

  /** Counts a session. One with fewer than n tokens can't hold an n-gram and doesn't count for the score. */
  add(tokens: readonly string[], label: number): void {
    if (tokens.length < this.#n) return;
    const attacked = label === 1 ? 1 : 0;
    this.#sessions++;
    this.#attacked += attacked;
    // No token holds a NUL, so that "a b" and "c" are not taken for "a" and "b c".
    const ngrams = ngramsOf(tokens, this.#n).map((ngram) => ngram.join('\0'));
    for (const ngram of ngrams) this.#of(ngram).count++;
    for (const ngram of new Set(ngrams)) {
      this.#of(ngram).sessions++;
      this.#of(ngram).attackedSessions += attacked;
    }
  }

  /** A row for each n-gram, in order of first appearance. */
  rows(): NgramRow[] {
    const all = { allSessions: this.#sessions, allAttackedSessions: this.#attacked };
    return Array.from(this.#counts, ([ngram, counts]) => ({
      ngram: ngram.split('\0').map(wordOf).join(' '),
      n: this.#n,
      ...counts,
      ...logOddsOf({ ...counts, ...all }),
    }));
  }

  #of(ngram: string): { count: number; sessions: number; attackedSessions: number } {
    const known = this.#counts.get(ngram);
    if (known) return known;
    const made = { count: 0, sessions: 0, attackedSessions: 0 };
    this.#counts.set(ngram, made);
    return made;
  }
}
