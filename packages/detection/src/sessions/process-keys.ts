import { bits } from '../bits.js';
import { CountedKeys } from '../counted-keys.js';
import type { Counts } from '../counts.js';
import { BLOCK_ROWS } from '../logon-columns.js';
import { CONTEXT_COUNTS, emptyContext, TOKEN_COUNTS, type TokensInContext } from '../scorers/back-off.js';
import type { ProcessColumns } from './process-surprise.js';

/** Counts of what is a token, and the context of another. */
const TOKEN_AND_CONTEXT = TOKEN_COUNTS + CONTEXT_COUNTS;

/** Finds the tokens of processes, their names and gaps, in their contexts. */
export class ProcessKeys {
  /** What stands before a process: as a name, and as two. */
  readonly #previous: CountedKeys;
  readonly #twoBefore: CountedKeys;
  readonly #names: CountedKeys;
  readonly #previousNames: CountedKeys;
  readonly #twoBeforeNames: CountedKeys;
  readonly #gaps: CountedKeys;
  readonly #nameGaps: CountedKeys;
  readonly #previousNameGaps: CountedKeys;
  readonly #noName: Int32Array;
  readonly #noGap: Int32Array;
  readonly #gapTokens = new Int32Array(BLOCK_ROWS);

  constructor(counts: Counts) {
    const keys = (width: number, each: number) => new CountedKeys(width, counts, each);
    this.#previous = keys(1, CONTEXT_COUNTS);
    this.#twoBefore = keys(2, CONTEXT_COUNTS);
    this.#names = keys(1, TOKEN_AND_CONTEXT);
    this.#previousNames = keys(2, TOKEN_AND_CONTEXT);
    this.#twoBeforeNames = keys(2, TOKEN_COUNTS);
    this.#gaps = keys(1, TOKEN_COUNTS);
    this.#nameGaps = keys(2, TOKEN_COUNTS);
    this.#previousNameGaps = keys(2, TOKEN_COUNTS);
    this.#noName = emptyContext(counts);
    this.#noGap = emptyContext(counts);
  }

  /** Tokens in contexts that something is known of. */
  get size(): number {
    const tokens = [
      ...[this.#names, this.#previousNames, this.#twoBeforeNames],
      ...[this.#gaps, this.#nameGaps, this.#previousNameGaps],
    ];
    return tokens.reduce((sum, { size }) => sum + size, 0);
  }

  /** The tokens of rows, each in its contexts, longest first. Good until the next call. */
  of({ process, previous, beforePrevious, gap, length }: ProcessColumns): {
    names: TokensInContext[];
    gaps: TokensInContext[];
  } {
    for (let row = 0; row < length; row++) this.#gapTokens[row] = bits(gap[row] as number);
    const gapTokens = this.#gapTokens;
    const before = this.#previous.locate([previous], length);
    const twoBefore = this.#twoBefore.locate([beforePrevious, previous], length);
    const names = this.#names.locate([process], length);
    const previousNames = this.#previousNames.locate([before, names], length);
    const longest = this.#twoBeforeNames.locate([twoBefore, names], length);
    const longestGaps = this.#previousNameGaps.locate([previousNames, gapTokens], length);
    return {
      names: [
        { tokens: longest, contexts: twoBefore, after: 0 },
        { tokens: previousNames, contexts: before, after: 0 },
        { tokens: names, contexts: this.#noName, after: 0 },
      ],
      gaps: [
        { tokens: longestGaps, contexts: previousNames, after: TOKEN_COUNTS },
        {
          tokens: this.#nameGaps.locate([names, gapTokens], length),
          contexts: names,
          after: TOKEN_COUNTS,
        },
        { tokens: this.#gaps.locate([gapTokens], length), contexts: this.#noGap, after: 0 },
      ],
    };
  }
}
