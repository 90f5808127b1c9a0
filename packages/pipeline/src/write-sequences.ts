import {
  gapCountsSql,
  gapTokenSql,
  knownGapTokens,
  knownProcessesSql,
  ngramOrderCheckSql,
  ngramsSql,
  type Part,
} from '@cmsc/sequences';
import { SourceDatabase, type OutputSummary } from '@cmsc/store';
import type { OutputOptions } from './options.js';

/** What everything that is written out of a built database can be told. */
export interface DatabaseOutputOptions extends Omit<OutputOptions, 'output' | 'report'> {
  /** A database that `runBuild` made. */
  database: string;
  /** A path, or `-` for standard output. */
  output: string;
  /** Tokens that occur less often in all sessions are out of the vocabulary: `<oov>` stands for them (1: none are). */
  cutoff?: number;
  /** Calls the query off. */
  signal?: AbortSignal;
}

/** What `writeSequences` can be told besides. */
export interface SequencesOptions extends DatabaseOutputOptions {
  /**
   * Only the sessions that have ended before `splitAt` (`train`), or all others (`test`); all sessions when
   * absent.
   */
  part?: Part;
  /**
   * Where the parts meet, seconds; the command takes 150885, the first red-team event. Without `part` it does
   * nothing.
   */
  splitAt: number;
  /** Lines of tokens, for language models, instead of rows: the sessions that hold a process. */
  text?: boolean;
  /** Text: whether the tokens of gaps stand between the process names. */
  gaps?: boolean;
}

/** What `writeNgrams` can be told besides. */
export interface NgramsOptions extends DatabaseOutputOptions {
  /** Tokens a gram, 1 to 5. */
  n: number;
  /** Whether gap tokens stand between the process names. */
  gaps: boolean;
}

/**
 * One row a complete session, also one without a process: the names of its processes in order of time, and the gap of
 * each from the one before, seconds; the first gap is from the session's start. Or, as `text`, one line a session with
 * a process: its tokens with a space between, white space within a name being `_`.
 *
 * @throws CmscError as the opening of a database and the writing of an output do, and BAD_OPTION for a cutoff that is
 * not a whole number from 1 on.
 */
export function writeSequences({ part, splitAt, ...options }: SequencesOptions): Promise<OutputSummary> {
  const { cutoff = 1, text = false, gaps = false } = options;
  const side = part === undefined ? '' : `WHERE end_time ${part === 'train' ? '<' : '>='} ${splitAt}`;
  return withDatabase(options, async (database) => {
    const processes = knownProcessesSql(cutoff);
    const tokens = text && gaps ? await gapTokens(database, cutoff) : undefined;
    const sql = text ? linesSql(processes, side, tokens) : rowsSql(processes, side);
    return database.write(sql, options.output, { ...options, lines: text });
  });
}

/**
 * n-grams of process names, or of names and gaps, over all sessions: how often each occurs, in how many sessions and
 * attacked sessions, and how much it belongs to the attacked ones (log-odds), most so first.
 *
 * @throws CmscError as {@link writeSequences} does, and BAD_OPTION when n is not from 1 to 5.
 */
export function writeNgrams({ n, gaps, ...options }: NgramsOptions): Promise<OutputSummary> {
  const { cutoff = 1 } = options;
  return withDatabase(options, async (database) => {
    const { rows } = await database.rows(ngramOrderCheckSql());
    const tokens = gaps ? await gapTokens(database, cutoff) : undefined;
    const sql = ngramsSql({ n, gaps, stored: rows[0]?.[0] === 0, cutoff, gapTokens: tokens });
    return database.write(
      `SELECT * REPLACE (round(log_odds, 4) AS log_odds, round(z_score, 4) AS z_score) FROM (${sql})
       ORDER BY z_score DESC, count DESC, ngram`,
      options.output,
      options,
    );
  });
}

function rowsSql(processes: string, side: string): string {
  return `
    SELECT session_id, dst_user, dst_machine, start_time, end_time, label,
      coalesce(processes, []) AS processes, coalesce(gaps, []) AS gaps
    FROM sessions LEFT JOIN (
      SELECT session_id, list(process_name ORDER BY position) AS processes, list(gap ORDER BY position) AS gaps
      FROM ${processes} GROUP BY session_id
    ) USING (session_id) ${side} ORDER BY session_id`;
}

/** `gapTokens` has the token of each gap bucket when gaps are wanted. */
function linesSql(processes: string, side: string, gapTokens: readonly string[] | undefined): string {
  const name = `regexp_replace(process_name, '\\s', '_', 'g')`;
  const token = gapTokens ? `${gapTokenSql('gap', gapTokens)} || ' ' || ${name}` : name;
  return `
    SELECT line FROM (
      SELECT session_id, string_agg(${token}, ' ' ORDER BY position) AS line FROM ${processes} GROUP BY session_id
    ) JOIN sessions USING (session_id) ${side} ORDER BY session_id`;
}

/** The token of each gap bucket, those that occur too rarely replaced. */
async function gapTokens(database: SourceDatabase, cutoff: number): Promise<string[]> {
  const { rows } = await database.rows(gapCountsSql());
  return knownGapTokens(new Map(rows as [string, number][]), cutoff);
}

async function withDatabase<T>(
  { database: path, signal }: DatabaseOutputOptions,
  use: (database: SourceDatabase) => Promise<T>,
): Promise<T> {
  const database = await SourceDatabase.open(path, { signal });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
