import { CmscError, compareBytes } from '@cmsc/core';

/** The token that stands for all those that are too rare to be in a vocabulary. */
export const OUT_OF_VOCABULARY = '<oov>';

/** A token, and how often it occurs. */
export interface TokenCount {
  /** A process name, or the token of a gap. */
  token: string;
  /** How often it occurs. */
  count: number;
}

/** The tokens that occur at least `cutoff` times, most frequent first, equally frequent ones in byte order. */
export class Vocabulary {
  /** Least number of times that a token of the vocabulary occurs. */
  readonly cutoff: number;
  /** Most frequent first. */
  readonly tokens: readonly TokenCount[];
  /** The tokens that were left out: how many there are, and how often they occur. */
  readonly left: { tokens: number; count: number };
  readonly #known: ReadonlySet<string>;

  /**
   * `counts` has each token once.
   *
   * @throws CmscError BAD_OPTION for a cutoff that is not a whole number from 1 on.
   */
  constructor(counts: Iterable<TokenCount>, cutoff = 1) {
    checkCutoff(cutoff);
    this.cutoff = cutoff;
    const kept: TokenCount[] = [];
    this.left = { tokens: 0, count: 0 };
    for (const { token, count } of counts) {
      if (count >= cutoff) kept.push({ token, count });
      else this.left = { tokens: this.left.tokens + 1, count: this.left.count + count };
    }
    this.tokens = kept.sort((a, b) => b.count - a.count || compareBytes(a.token, b.token));
    this.#known = new Set(kept.map(({ token }) => token));
  }

  /** The token itself when the vocabulary has it, else {@link OUT_OF_VOCABULARY}. */
  tokenOf(token: string): string {
    return this.#known.has(token) ? token : OUT_OF_VOCABULARY;
  }
}

/**
 * Checks the cutoff of a vocabulary.
 *
 * @throws CmscError BAD_OPTION when it is not a whole number from 1 on.
 */
export function checkCutoff(cutoff: number): void {
  if (Number.isInteger(cutoff) && cutoff >= 1) return;
  throw new CmscError('usage', 'BAD_OPTION', 'the cutoff of a vocabulary is a whole number from 1 on', {
    text: String(cutoff),
  });
}

/** Counts how often each of many tokens occurs. */
export function countTokens(sequences: Iterable<readonly string[]>): TokenCount[] {
  const counts = new Map<string, number>();
  for (const tokens of sequences) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return Array.from(counts, ([token, count]) => ({ token, count }));
}
