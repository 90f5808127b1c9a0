import { GAP_TOKENS, gapBucket } from './gap-buckets.js';

/** The process starts of a session in time order. */
export interface ProcessSequence {
  /** Their process names. */
  processes: readonly string[];
  /** For each process the seconds since the one before; for the first, since the session began. */
  gaps: readonly number[];
}

/**
 * The tokens of a session: its process names, each with the token of its gap before it when gaps are wanted.
 *
 * @example
 * tokensOf({ processes: ['P16', 'P5'], gaps: [0, 6] }, true); // ['+0s', 'P16', '+4-7s', 'P5']
 */
export function tokensOf({ processes, gaps }: ProcessSequence, withGaps: boolean): string[] {
  if (!withGaps) return [...processes];
  return processes.flatMap((name, i) => [GAP_TOKENS[gapBucket(gaps[i]!)]!, name]);
}
