import { BLOCK_ROWS, ContextTotals, learnAt, learnedAt, LearnedKeys } from '../learned.js';

const DISCOUNT = 0.75;
const NO_CONTEXT = new Int32Array(BLOCK_ROWS);

/** The context of each row, and how many contexts of this kind there are. */
export interface Contexts {
  ids: Int32Array;
  size: number;
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
  /** The contexts, longest first; the last is the empty one. */
  readonly #levels: readonly Level[];

  /** @param contexts how many contexts there are above the empty one. */
  constructor(contexts: number) {
    this.#levels = Array.from({ length: contexts + 1 }, () => new Level());
  }

  /** Tokens in contexts that something is known of. */
  get entries(): number {
    return this.#levels.reduce((sum, { keys }) => sum + keys.size, 0);
  }

  /**
   * Finds the tokens of rows in each of their contexts; {@link probability} and {@link learn} are about these rows then.
   *
   * @param tokens the token of each row.
   * @param contexts the contexts of each row, longest first, without the empty one.
   * @param length number of rows.
   */
  locate(tokens: Int32Array, contexts: readonly Contexts[], length: number): void {
    this.#levels.forEach((level, depth) => {
      const context = contexts[depth];
      level.contexts = context?.ids ?? NO_CONTEXT;
      level.totals.reserve(context?.size ?? 1);
      level.keys.locate(context ? [context.ids, tokens] : [tokens], length);
    });
  }

  /** The pairs of context and token of the rows, as contexts of other tokens. `depth` is 0 for the longest context. */
  pairs(depth: number): Contexts {
    const { keys } = this.#levels[depth] as Level;
    return { ids: keys.keyIds, size: keys.size };
  }

  /** The probability of a row's token, with what was learned in periods before `period`. */
  probability(row: number, period: number): number {
    const empty = this.#levels.length - 1;
    let p = 1 / ((this.#levels[empty] as Level).totals.kinds(0, period) + 1);
    for (let depth = empty; depth >= 0; depth--) {
      const { totals, keys, contexts } = this.#levels[depth] as Level;
      const context = contexts[row] as number;
      const tokens = totals.tokens(context, period);
      if (tokens === 0) continue;
      const count = learnedAt(keys.slots, keys.places[row] as number, period);
      p = (Math.max(count - DISCOUNT, 0) + DISCOUNT * totals.kinds(context, period) * p) / tokens;
    }
    return p;
  }

  /** Learns a row's token: in the longest context, and in a shorter one only where it was new. */
  learn(row: number, period: number): void {
    for (const { totals, keys, contexts } of this.#levels) {
      const isNew = learnAt(keys.slots, keys.places[row] as number, period);
      totals.learn(contexts[row] as number, period, isNew);
      if (!isNew) return;
    }
  }
}

class Level {
  readonly keys = new LearnedKeys();
  readonly totals = new ContextTotals();
  contexts: Int32Array = NO_CONTEXT;
}
