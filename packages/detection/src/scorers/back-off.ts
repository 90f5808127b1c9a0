import { COUNT_SIZE, type Counts } from '../counts.js';
import { BLOCK_ROWS } from '../logon-columns.js';

const DISCOUNT = 0.75;

/** Counts of a token in a context: how often it was learned there. */
export const TOKEN_COUNTS = 1;
/** Counts of a context: tokens learned in it, and kinds of them. */
export const CONTEXT_COUNTS = 2;
const KINDS = COUNT_SIZE;

/** The tokens of rows in one of their contexts, by the places of their counts. */
export interface TokensInContext {
  /** For each row its token in its context. */
  tokens: Int32Array;
  /** For each row its context. */
  contexts: Int32Array;
  /** How many counts the place of a context has for others, before its own. */
  after: number;
}

/** A context that every row has. */
export function emptyContext(counts: Counts): Int32Array {
  return new Int32Array(BLOCK_ROWS).fill(counts.make(CONTEXT_COUNTS));
}

/**
 * How likely a token is in a context, from counts in that context and in shorter ones: absolute discounting, with
 * Kneser and Ney's continuation counts (1995) in the shorter contexts, kept exactly while rows come.
 *
 * p(w | context) = (max(c − 0.75, 0) + 0.75 · T · p(w | shorter)) / n, with n tokens of T kinds learned in the context and
 * w among them c times. A context that was never learned is as the shorter one; below the empty one stands 1/(V + 1), with V
 * kinds of tokens learned. A shorter context counts a token once for each longer one in which it was new.
 */
export class BackOff {
  readonly #counts: Counts;
  #tokens: readonly Int32Array[] = [];
  #contexts: readonly Int32Array[] = [];
  #offsets: readonly number[] = [];

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  /**
   * Takes the tokens of rows; {@link probability} and {@link learn} are about these rows then.
   *
   * @param levels the tokens in each of their contexts, longest first; the last is the empty one.
   */
  take(levels: readonly TokensInContext[]): void {
    this.#tokens = levels.map(({ tokens }) => tokens);
    this.#contexts = levels.map(({ contexts }) => contexts);
    this.#offsets = levels.map(({ after }) => after * COUNT_SIZE);
  }

  /** The probability of a row's token, with what was learned before the present period. */
  probability(row: number): number {
    const tokens = this.#tokens;
    const { values } = this.#counts;
    const empty = tokens.length - 1;
    let p = 1 / ((values[this.#context(row, empty) + KINDS] as number) + 1);
    for (let depth = empty; depth >= 0; depth--) {
      const context = this.#context(row, depth);
      const all = values[context] as number;
      if (all === 0) continue;
      const count = values[(tokens[depth] as Int32Array)[row] as number] as number;
      p = (Math.max(count - DISCOUNT, 0) + DISCOUNT * (values[context + KINDS] as number) * p) / all;
    }
    return p;
  }

  /** Learns a row's token: in the longest context, and in a shorter one only where it was new. `isOver` is that of the counts. */
  learn(row: number, isOver: boolean): void {
    const tokens = this.#tokens;
    const counts = this.#counts;
    for (let depth = 0; depth < tokens.length; depth++) {
      const isNew = counts.learn((tokens[depth] as Int32Array)[row] as number, isOver);
      const context = this.#context(row, depth);
      counts.learn(context, isOver);
      if (!isNew) return;
      counts.learn(context + KINDS, isOver);
    }
  }

  #context(row: number, depth: number): number {
    return ((this.#contexts[depth] as Int32Array)[row] as number) + (this.#offsets[depth] as number);
  }
}
