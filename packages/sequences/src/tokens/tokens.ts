import { GAP_TOKENS, gapBucket } from './gap-buckets.js';

/** The process starts of a session in time order. */
export interface ProcessSequence {
  /** Their process names. */
  processes: readonly string[];
  /** For each process the seconds since the one before; for the first, since the session began. */
  gaps: readonly number[];
}

/** What a name could be taken for a token of another kind by: that of a gap, `<oov>`, none at all, or one with this mark. */
const LIKE_OTHERS = /^(?:[+<\\]|$)/;

/** What separates words and lines for the readers of text, Python's `split` and `splitlines` among them. */
export const WORD_BREAK = '[\\p{Z}\\p{Cc}]';
const WORD_BREAKS = new RegExp(WORD_BREAK, 'gu');

/**
 * The token of a process: its name. One that begins like other tokens, with `+` or `<`, has a `\` before it, and so has one
 * that begins with `\`, so that each token has one meaning.
 *
 * @example
 * processToken('P16'); // 'P16'
 * processToken('+1s'); // '\\+1s', no gap of a second
 */
export function processToken(name: string): string {
  return LIKE_OTHERS.test(name) ? `\\${name}` : name;
}

/** A token as a word in a line of text: white space and control characters within it are `_`. */
export function wordOf(token: string): string {
  return token.replace(WORD_BREAKS, '_');
}

/**
 * The tokens of a session: those of its processes, each with the token of its gap before it when gaps are wanted.
 *
 * @example
 * tokensOf({ processes: ['P16', 'P5'], gaps: [0, 6] }, true); // ['+0s', 'P16', '+4-7s', 'P5']
 */
export function tokensOf({ processes, gaps }: ProcessSequence, withGaps: boolean): string[] {
  if (!withGaps) return processes.map(processToken);
  return processes.flatMap((name, i) => [GAP_TOKENS[gapBucket(gaps[i]!)]!, processToken(name)]);
}
