import { ngramOrderCheckSql, ngramsSql } from '@cmsc/sequences';
import { SourceDatabase, type OutputSummary } from '@cmsc/store';
import type { OutputOptions } from '../options.js';

/** What both can be told. */
export interface SequenceOptions extends Omit<OutputOptions, 'output' | 'report'> {
  /** A database that `runBuild` made. */
  database: string;
  /** A path, or `-` for standard output. */
  output: string;
  signal?: AbortSignal;
}

/** What `writeSequences` can be told besides. */
export interface SequencesOptions extends SequenceOptions {
  /** Only the sessions that have ended before the second `splitAt` (`train`), or all others (`test`). */
  part?: 'train' | 'test';
  splitAt: number;
}

/** What `writeNgrams` can be told besides. */
export interface NgramsOptions extends SequenceOptions {
  /** Tokens a gram, 1 to 5. */
  n: number;
  /** Whether gap tokens stand between the process names. */
  gaps: boolean;
}

/**
 * One row a complete session, also one without a process: the names of its processes in order of time, and the gap of
 * each from the one before, seconds; the first gap is from the session's start.
 *
 * @throws CmscError as the opening of a database and the writing of an output do.
 */
export function writeSequences({ part, splitAt, ...options }: SequencesOptions): Promise<OutputSummary> {
  const side = part === undefined ? '' : `WHERE end_time ${part === 'train' ? '<' : '>='} ${splitAt}`;
  const sql = `
    SELECT session_id, dst_user, dst_machine, start_time, end_time, label,
      coalesce(processes, []) AS processes, coalesce(gaps, []) AS gaps
    FROM sessions LEFT JOIN (
      SELECT session_id, list(process_name ORDER BY position) AS processes, list(gap ORDER BY position) AS gaps
      FROM session_processes GROUP BY session_id
    ) USING (session_id) ${side} ORDER BY session_id`;
  return withDatabase(options, (database) => database.write(sql, options.output, options));
}

/**
 * n-grams of process names, or of names and gaps, over all sessions: how often each occurs, in how many sessions and
 * attacked sessions, and how much it belongs to the attacked ones (log-odds), most so first.
 *
 * @throws CmscError as {@link writeSequences} does, and BAD_OPTION when n is not from 1 to 5.
 */
export function writeNgrams({ n, gaps, ...options }: NgramsOptions): Promise<OutputSummary> {
  return withDatabase(options, async (database) => {
    const { rows } = await database.rows(ngramOrderCheckSql());
    const sql = ngramsSql({ n, gaps, stored: rows[0]?.[0] === 0 });
    return database.write(
      `SELECT * FROM (${sql}) ORDER BY z_score DESC, count DESC, ngram`,
      options.output,
      options,
    );
  });
}

async function withDatabase<T>(
  { database: path, signal }: SequenceOptions,
  use: (database: SourceDatabase) => Promise<T>,
): Promise<T> {
  const database = await SourceDatabase.open(path, { signal });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}
