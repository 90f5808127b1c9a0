import { oneOfChoices, sqlIdentifier } from '@cmsc/core';
import { WholeFiles } from '@cmsc/files';
import {
  gapCountsSql,
  gapTokenSql,
  knownGapTokens,
  knownProcessesSql,
  ngramOrderCheckSql,
  ngramsSql,
  PARTS,
  processTokensSql,
  type NgramOptions,
  type Part,
  type SplitPoint,
  wordSql,
} from '@cmsc/sequences';
import {
  chooseFormat,
  formatOfPath,
  type OutputFormat,
  type OutputSummary,
  type SourceDatabase,
} from '@cmsc/store';
import { askOf, keyOf, withBuilt } from './built-database.js';
import { readSessionScores } from './detection/session-scores.js';
import type { OutputOptions } from './options.js';
import { builtFrom, provenance } from './report.js';
import { endSecondSql, partSql, type SplitFacts, splitSessions } from './split-sessions.js';

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

/** How sequences are written. */
export interface SequenceOptions extends DatabaseOutputOptions {
  /** Lines of tokens, for language models, instead of rows: the sessions that hold a process. */
  text?: boolean;
  /** Text: whether the tokens of gaps stand between the process names. */
  gaps?: boolean;
  /** Where the parts meet; the command takes 150885, the first red-team event. Without parts it does nothing. */
  splitAt: SplitPoint;
}

/** What `writeSequences` can be told besides. */
export interface SequencesOptions extends SequenceOptions {
  /** Only the sessions that have ended before the split (`train`), or all others (`test`); all sessions when absent. */
  part?: Part;
}

/** What `writeSequenceParts` can be told besides. */
export interface SequencePartsOptions extends Omit<SequenceOptions, 'output'> {
  /** The file of each part. */
  outputs: Readonly<Record<Part, string>>;
}

/** What was written, and for a part where the sessions were split. */
export interface SequencesSummary extends OutputSummary {
  split?: SplitFacts;
}

/** What `writeNgrams` can be told besides. */
export interface NgramsOptions extends DatabaseOutputOptions {
  /** Tokens a gram, 1 to 5. */
  n: number;
  /** Whether gap tokens stand between the process names. */
  gaps: boolean;
  /** File with scores of the sessions, by `session_id`. */
  scores?: string;
}

/**
 * One row a complete session, also one without a process: the names of its processes in order of time, and the gap of
 * each from the one before, seconds; the first gap is from the session's start. Or, as `text`, one line a session with
 * a process: its tokens with a space between, white space within a name being `_`.
 *
 * @throws CmscError as the opening of a database and the writing of an output do, BAD_OPTION for a cutoff that is not a
 * whole number from 1 on, and what can be split at no such second.
 */
export function writeSequences({ part, ...options }: SequencesOptions): Promise<SequencesSummary> {
  return withBuilt(options.database, options, async (database) => {
    if (part !== undefined) oneOfChoices('part', part, PARTS);
    const split = part && (await splitSessions(database, options.splitAt, whichSessions(options)));
    const side = split ? partSql(part, split.second, await endSecondSql(database)) : 'true';
    const sql = await sequencesSql(database, options, side, options.output);
    const metadata = await originOf(database, 'sequences', {
      part,
      splitAt: split?.second,
      ...told(options),
    });
    const how = { ...options, lines: options.text, meaning: 'sequences', metadata };
    const written = await database.write(sql, options.output, how);
    return split ? { ...written, split } : written;
  });
}

/**
 * The same in two files, one for each part, of which both are there in the end, or none.
 *
 * @throws CmscError as {@link writeSequences} does.
 */
export function writeSequenceParts({ outputs, ...options }: SequencePartsOptions): Promise<SplitFacts> {
  return withBuilt(options.database, options, async (database) => {
    const split = await splitSessions(database, options.splitAt, whichSessions(options));
    const end = await endSecondSql(database);
    const files = await WholeFiles.open(Object.values(outputs), options);
    try {
      for (const part of PARTS) {
        const sql = await sequencesSql(database, options, partSql(part, split.second, end), outputs[part]);
        const kind = {
          path: outputs[part],
          place: { special: false },
          name: options.format,
          lines: options.text,
        };
        const format = chooseFormat(kind);
        const metadata = await originOf(database, 'sequences', {
          part,
          splitAt: split.second,
          ...told(options),
        });
        const how = { format, lines: options.text, meaning: 'sequences', metadata };
        await database.write(sql, files.pathOf(outputs[part]), how);
      }
      await files.publish();
      return split;
    } finally {
      await files.close();
    }
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
  return withBuilt(options.database, options, async (database) => {
    const { rows } = await database.rows(ngramOrderCheckSql());
    const tokens = gaps ? await gapTokens(database, cutoff) : undefined;
    const scores = options.scores === undefined ? undefined : await scoresOf(database, options.scores);
    const sql = ngramsSql({ n, gaps, stored: rows[0]?.[0] === 0, cutoff, gapTokens: tokens, scores });
    const metadata = await originOf(database, 'ngrams', { n, ...told({ ...options, gaps }) });
    return database.write(
      `SELECT * REPLACE (round(log_odds, 4) AS log_odds, round(z_score, 4) AS z_score) FROM (${sql})
       ORDER BY z_score DESC, count DESC, ngram`,
      options.output,
      { ...options, meaning: 'ngrams', metadata },
    );
  });
}

async function scoresOf(database: SourceDatabase, file: string): Promise<NgramOptions['scores']> {
  const table = 'memory.session_scores';
  const ask = askOf(database);
  return { table, names: await readSessionScores(file, { ask, sessions: 'sessions', table }) };
}

/** Where the rows come from, for the metadata of Parquet. */
async function originOf(
  database: SourceDatabase,
  command: string,
  options: Readonly<Record<string, unknown>>,
): Promise<Record<string, string>> {
  return provenance({ command, options, inputs: await builtFrom(database) });
}

/** The options that rows of any kind depend on. */
function told({ gaps, cutoff = 1 }: { gaps?: boolean; cutoff?: number }): Record<string, unknown> {
  return { gaps, cutoff };
}

/** Which sessions are written: lines are those with a process. */
function whichSessions({ text = false }: Pick<SequenceOptions, 'text'>): string {
  return text ? 'session_id IN (SELECT session_id FROM session_processes)' : 'true';
}

async function sequencesSql(
  database: SourceDatabase,
  { cutoff = 1, text = false, gaps = false, format }: Omit<SequenceOptions, 'output'>,
  side: string,
  output: string,
): Promise<string> {
  if (!text) {
    const times = await timesSql(database, format ?? formatOfPath(output));
    return rowsSql(knownProcessesSql(cutoff), await namedColumns(database), times, side);
  }
  return linesSql(processTokensSql(cutoff), side, gaps ? await gapTokens(database, cutoff) : undefined);
}

/** Whose a session is: user and machine, or the columns of another key. */
async function namedColumns(database: SourceDatabase): Promise<string> {
  const key = await keyOf(database);
  const usual = ['dst_user', 'dst_machine'];
  const columns = usual.every((column) => key.includes(column)) ? usual : key;
  return columns.map(sqlIdentifier).join(', ');
}

/** When sessions begin and end. Times of Windows events are ISO 8601 in text, as `cmsc sessions` writes them. */
async function timesSql(database: SourceDatabase, format: OutputFormat = 'csv'): Promise<string> {
  const columns = ['start_time', 'end_time'];
  const isText = format !== 'parquet' && format !== 'duckdb';
  if (!isText || (await endSecondSql(database)) === 'end_time') return columns.join(', ');
  return columns.map((name) => `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%fZ') AS ${name}`).join(', ');
}

function rowsSql(processes: string, key: string, times: string, side: string): string {
  return `
    SELECT session_id, ${key}, ${times}, label,
      coalesce(inside.processes, []) AS processes, coalesce(inside.gaps, []) AS gaps
    FROM sessions LEFT JOIN (
      SELECT session_id, list(process_name ORDER BY position) AS processes, list(gap ORDER BY position) AS gaps
      FROM ${processes} GROUP BY session_id
    ) AS inside USING (session_id) WHERE ${side} ORDER BY session_id`;
}

/** `gapTokens` has the token of each gap bucket when gaps are wanted. */
function linesSql(processes: string, side: string, gapTokens: readonly string[] | undefined): string {
  const name = wordSql('process_name');
  const token = gapTokens ? `${gapTokenSql('gap', gapTokens)} || ' ' || ${name}` : name;
  return `
    SELECT line FROM (
      SELECT session_id, string_agg(${token}, ' ' ORDER BY position) AS line FROM ${processes} GROUP BY session_id
    ) JOIN sessions USING (session_id) WHERE ${side} ORDER BY session_id`;
}

/** The token of each gap bucket, those that occur too rarely replaced. */
async function gapTokens(database: SourceDatabase, cutoff: number): Promise<string[]> {
  const { rows } = await database.rows(gapCountsSql());
  return knownGapTokens(new Map(rows as [string, number][]), cutoff);
}
