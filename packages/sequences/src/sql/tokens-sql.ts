import { sqlLiteral } from '@cmsc/core';
import { GAP_TOKENS } from '../tokens/gap-buckets.js';
import { WORD_BREAK } from '../tokens/tokens.js';
import { checkCutoff, OUT_OF_VOCABULARY } from '../tokens/vocabulary.js';

/** SQL (DuckDB 1.5) for the token of a gap. `tokens` has that of each bucket. */
export function gapTokenSql(gap: string, tokens: readonly string[] = GAP_TOKENS): string {
  return `[${tokens.map(sqlLiteral).join(', ')}][length(ltrim(bin(${gap}), '0')) + 1]`;
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
  return placedSql(cutoff, 'process_name');
}

/**
 * The same with the token of each process in place of its name: see `processToken`.
 *
 * @throws CmscError BAD_OPTION for a cutoff that is not a whole number from 1 on.
 */
export function processTokensSql(cutoff: number): string {
  return placedSql(
    cutoff,
    `CASE WHEN left(process_name, 1) IN ('+', '<', '\\', '') THEN '\\' || process_name ELSE process_name END`,
  );
}

/** SQL for a token as a word in a line of text: see `wordOf`. */
export function wordSql(token: string): string {
  return `regexp_replace(${token}, ${sqlLiteral(WORD_BREAK)}, '_', 'g')`;
}

function placedSql(cutoff: number, name: string): string {
  checkCutoff(cutoff);
  if (cutoff === 1)
    return name === 'process_name'
      ? 'session_processes'
      : `(SELECT * REPLACE (${name} AS process_name) FROM session_processes)`;
  return `(SELECT placed.* REPLACE (coalesce(known.token, ${sqlLiteral(OUT_OF_VOCABULARY)}) AS process_name)
  FROM session_processes AS placed LEFT JOIN (
    SELECT process_name, ${name} AS token FROM session_processes GROUP BY process_name HAVING count(*) >= ${cutoff}
  ) AS known ON known.process_name = placed.process_name)`;
}

/** The token of each gap bucket when those that occur less than `cutoff` times are out of the vocabulary. */
export function knownGapTokens(counts: ReadonlyMap<string, number>, cutoff: number): string[] {
  return GAP_TOKENS.map((token) => ((counts.get(token) ?? 0) >= cutoff ? token : OUT_OF_VOCABULARY));
}
