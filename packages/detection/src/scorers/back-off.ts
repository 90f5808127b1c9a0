import type { Counts } from '../counts.js';
import { BLOCK_ROWS } from '../logon-columns.js';

const DISCOUNT = 0.75;

/** Counts of a token in a context: how often it was learned there. */
export const TOKEN_COUNTS = 1;
/** Counts of a context: tokens learned in it, and kinds of them. */
export const CONTEXT_COUNTS = 2;
const KINDS = 1;

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
  #levels: readonly TokensInContext[] = [];
  readonly #probabilities = new Float64Array(BLOCK_ROWS);
  readonly #rows = new Int32Array(BLOCK_ROWS);

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  /**
   * Takes the tokens of rows; {@link addSurprise} and {@link learn} are about these rows then.
   *
   * @param levels the tokens in each of their contexts, longest first; the last is the empty one.
   */
  take(levels: readonly TokensInContext[]): void {
    this.#levels = levels;
  }

  /** Adds to the scores of rows `from` up to, without, `to` the bits of their tokens, with what was learned before the present period. */
  addSurprise(scores: Float64Array, from: number, to: number): void {
    const { values } = this.#counts;
    const p = this.#probabilities;
    const levels = this.#levels;
    startFromKinds(values, levels[levels.length - 1] as TokensInContext, from, to, p);
    for (let depth = levels.length - 1; depth >= 0; depth--)
      backOff(values, levels[depth] as TokensInContext, from, to, p);
    for (let row = from; row < to; row++) scores[row] = (scores[row] as number) - Math.log2(p[row] as number);
  }

  /**
   * Learns the tokens of rows `from` up to, without, `to`: in the longest context, and in a shorter one only where it was new. `isOver`
   * is that of the counts.
   */
  learn(from: number, to: number, isOver: boolean): void {
    const counts = this.#counts;
    const rows = this.#rows;
    let length = to - from;
    for (let i = 0; i < length; i++) rows[i] = from + i;
    for (const { tokens, contexts, after } of this.#levels) {
      counts.learn(rows, length, contexts, after, isOver);
      length = counts.learnNew(rows, length, tokens, isOver);
      counts.learn(rows, length, contexts, after + KINDS, isOver);
    }
  }
}

// A loop for each step, as short as can be: nearly every count is a trip to memory, see touch.ts.

/** The probability below the empty context. */
function startFromKinds(
  values: Int32Array,
  { contexts, after }: TokensInContext,
  from: number,
  to: number,
  p: Float64Array,
): void {
  const kinds = after + KINDS;
  for (let row = from; row < to; row++)
    p[row] = 1 / ((values[(contexts[row] as number) + kinds] as number) + 1);
}

/** The probability in a context, from that in the shorter one. */
function backOff(
  values: Int32Array,
  { tokens, contexts, after }: TokensInContext,
  from: number,
  to: number,
  p: Float64Array,
): void {
  for (let row = from; row < to; row++) {
    const context = (contexts[row] as number) + after;
    const all = values[context] as number;
    if (all === 0) continue;
    const count = values[tokens[row] as number] as number;
    const kinds = values[context + KINDS] as number;
    p[row] = (Math.max(count - DISCOUNT, 0) + DISCOUNT * kinds * (p[row] as number)) / all;
  }
}
