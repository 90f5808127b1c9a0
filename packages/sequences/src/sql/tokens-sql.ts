import { GAP_TOKENS } from '../tokens/gap-buckets.js';
import { checkCutoff, OUT_OF_VOCABULARY } from '../tokens/vocabulary.js';
import { literal } from './literal.js';

/** SQL (DuckDB 1.5) for the token of a gap. `tokens` has that of each bucket. */
export function gapTokenSql(gap: string, tokens: readonly string[] = GAP_TOKENS): string {
  return `[${tokens.map(literal).join(', ')}][length(ltrim(bin(${gap}), '0')) + 1]`;
}

/** SQL for how often each gap token occurs in `session_processes`: columns token, count. */
export function gapCountsSql(): string {
  return `SELECT ${gapTokenSql('gap')} AS token, count(*) AS count FROM session_processes GROUP BY ALL`;
}

/**
 * SQL for `session_processes` with the names that occur less than `cutoff` times in it replaced by the one for all of
 * them. With a cutoff of 1 it is the table itself, in its order; otherwise it is in no order.
 *
 * @throws CmscError BAD_OPTION for a cutoff that is not a whole number from 1 on.
 */
export function knownProcessesSql(cutoff: number): string {
  checkCutoff(cutoff);
  if (cutoff === 1) return 'session_processes';
  return `(SELECT placed.* REPLACE (coalesce(known.process_name, ${literal(OUT_OF_VOCABULARY)}) AS process_name)
  FROM session_processes AS placed LEFT JOIN (
    SELECT process_name FROM session_processes GROUP BY process_name HAVING count(*) >= ${cutoff}
  ) AS known ON known.process_name = placed.process_name)`;
}

/** The token of each gap bucket when those that occur less than `cutoff` times are out of the vocabulary. */
export function knownGapTokens(counts: ReadonlyMap<string, number>, cutoff: number): string[] {
  return GAP_TOKENS.map((token) => ((counts.get(token) ?? 0) >= cutoff ? token : OUT_OF_VOCABULARY));
}
