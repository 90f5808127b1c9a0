import { sqlIdentifier } from '@cmsc/core';
import { GAP_TOKENS } from '../tokens/gap-buckets.js';
import { PRIOR_SESSIONS } from '../tokens/log-odds.js';
import { checkNgramLength } from '../tokens/ngrams.js';
import { gapTokenSql, processTokensSql, wordSql } from './tokens-sql.js';

/** How many sessions are attacked: NULL where there was no red team to tell, and so no label. */
const ATTACKED = 'if(count(label) > 0, count(*) FILTER (WHERE label = 1), NULL)';

/** Which n-grams are counted. */
export interface NgramOptions {
  /** From 1 to 5. */
  n: number;
  /** Whether gap tokens stand between process names. */
  gaps: boolean;
  /** Whether session_processes is stored by session and position, as {@link ngramOrderCheckSql} tells: then nothing is sorted. */
  stored?: boolean;
  /** Process names that occur less often are out of the vocabulary (1: none are). */
  cutoff?: number;
  /** The token of each gap bucket, when some are out of the vocabulary. */
  gapTokens?: readonly string[];
  /** A table with `session_id` and scores, and their names: of each n-gram the mean and the highest of its sessions. */
  scores?: { table: string; names: readonly string[] };
  /** How many sessions of each label the prior of the score is worth. */
  priorSessions?: number;
}

/**
 * One row, `unsorted`: rows of session_processes that don't follow their predecessor by session and position. Where it
 * is 0, `ngramsSql` may go along the table as it is stored, which costs a tenth of sorting it.
 */
export function ngramOrderCheckSql(): string {
  return `SELECT count(*) FILTER (WHERE session_before > session_id OR (session_before = session_id AND position_before >= position)) AS unsorted
FROM (SELECT session_id, position, lag(session_id) OVER () AS session_before, lag(position) OVER () AS position_before
  FROM session_processes)`;
}

/**
 * SQL (DuckDB 1.5) that counts n-grams in the tables `session_processes` and `sessions` of a built database: columns
 * ngram (its tokens as words, a space between), n, count, sessions, attacked_sessions, log_odds, z_score, in no order; the last three are NULL where sessions have no
 * labels. With scores mean_NAME and max_NAME follow for each. It gives what `NgramCounts` gives, and
 * goes to disk with what does not fit into memory.
 *
 * @throws CmscError BAD_OPTION when n is not a whole number from 1 to 5, or the cutoff none from 1 on.
 */
export function ngramsSql(options: NgramOptions): string {
  const { n, gaps, scores, priorSessions = PRIOR_SESSIONS } = options;
  checkNgramLength(n);
  const names = Array.from({ length: n }, (_, i) => `t${i}`);
  const tokens = names.join(', ');
  const windows = (gaps ? [0, 1] : [1]).map((first) => ngramWindow(options, first));
  return `WITH ngrams AS (
  ${windows.join('\n  UNION ALL\n  ')}
), in_session AS (
  SELECT session_id, ${tokens}, count(*) AS occurrences FROM ngrams GROUP BY session_id, ${tokens}
), counted AS (
  SELECT ${tokens}, sum(occurrences)::BIGINT AS count, count(*) AS sessions,
    ${ATTACKED} AS attacked_sessions${scoreColumns(scores?.names, scoreSql)}
  FROM in_session JOIN sessions USING (session_id)${scores ? ` LEFT JOIN ${scores.table} scored USING (session_id)` : ''} GROUP BY ${tokens}
), able AS (
  SELECT count(*) AS all_sessions, ${ATTACKED} AS all_attacked
  FROM session_processes JOIN sessions USING (session_id) WHERE position = ${gaps ? Math.ceil(n / 2) : n}
)
SELECT concat_ws(' ', ${names.map(wordSql).join(', ')}) AS ngram, ${n} AS n, count, sessions, attacked_sessions, log_odds, z_score${scoreColumns(scores?.names, (name) => [`mean_${name}`, `max_${name}`].map(sqlIdentifier))}
FROM (${logOddsSql('counted', 'able', priorSessions)})`;
}

/**
 * SQL for the rows of `counted` with two columns more, `log_odds` and `z_score`, as `logOddsOf` gives them.
 *
 * @param counted - table or subquery of n-grams with `sessions` that hold them, and `attacked_sessions` of these
 * @param able - table or subquery of one row, `all_sessions` and `all_attacked`: sessions long enough to hold an n-gram
 * @param priorSessions - sessions that the prior counts as
 * @example
 * logOddsSql('counted', '(SELECT 10 AS all_sessions, 2 AS all_attacked)');
 */
export function logOddsSql(counted: string, able: string, priorSessions = PRIOR_SESSIONS): string {
  return `SELECT * EXCLUDE (all_sessions, all_attacked, prior_with, prior_without, a, b, c, d),
  ln(a / b) - ln(c / d) AS log_odds, (ln(a / b) - ln(c / d)) / sqrt(1 / a + 1 / b + 1 / c + 1 / d) AS z_score
FROM (
  SELECT *, attacked_sessions + prior_with AS a, all_attacked - attacked_sessions + prior_without AS b,
    sessions - attacked_sessions + prior_with AS c,
    all_sessions - all_attacked - (sessions - attacked_sessions) + prior_without AS d
  FROM (
    SELECT *, ${priorSessions} * (sessions + 0.5) / (all_sessions + 1) AS prior_with,
      ${priorSessions} * (1 - (sessions + 0.5) / (all_sessions + 1)) AS prior_without
    FROM ${counted}, ${able}
  )
)`;
}

/** Columns for each score, behind others. */
function scoreColumns(names: readonly string[] = [], of: (name: string) => readonly string[]): string {
  return names
    .flatMap(of)
    .map((column) => `, ${column}`)
    .join('');
}

/** Millionths are added up, which are whole: the sum does not depend on the order. */
function scoreSql(name: string): string[] {
  const score = `scored.${sqlIdentifier(name)}`;
  return [
    `sum(round(${score} * 1e6)::BIGINT) / 1e6 / count(${score}) AS ${sqlIdentifier(`mean_${name}`)}`,
    `max(${score}) AS ${sqlIdentifier(`max_${name}`)}`,
  ];
}

/** The n-grams that begin at a row's gap (token 0) or at its process (token 1), each with its session. */
function ngramWindow(options: NgramOptions, first: number): string {
  const { n, gaps, stored = false, cutoff = 1, gapTokens = GAP_TOKENS } = options;
  const over = stored && cutoff === 1 ? '()' : '(PARTITION BY session_id ORDER BY position)';
  const columns = Array.from({ length: n }, (_, i) => {
    const place = gaps ? first + i : 1 + 2 * i;
    return `${tokenAt(place, over, gapTokens)} AS t${i}`;
  });
  const rowsAhead = gaps ? Math.floor((first + n - 1) / 2) : n - 1;
  return `SELECT * EXCLUDE (last_session) FROM (
    SELECT session_id, ${columns.join(', ')}, ${ahead('session_id', rowsAhead, over)} AS last_session
    FROM ${processTokensSql(cutoff)}
  ) WHERE last_session = session_id`;
}

/** Token `place` from a row on: even ones are gaps, odd ones processes. */
function tokenAt(place: number, over: string, gapTokens: readonly string[]): string {
  const rows = Math.floor(place / 2);
  return place % 2 === 1
    ? ahead('process_name', rows, over)
    : gapTokenSql(ahead('gap', rows, over), gapTokens);
}

function ahead(column: string, rows: number, over: string): string {
  return rows === 0 ? column : `lead(${column}, ${rows}) OVER ${over}`;
}
