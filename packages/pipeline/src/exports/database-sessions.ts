import { CmscError, LATEST_TIME, sqlIdentifier } from '@cmsc/core';
import { type SessionRow } from '@cmsc/exports';
import { FIRST_RED_TEAM_EVENT } from '@cmsc/sequences';
import type { SourceDatabase } from '@cmsc/store';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runBuild } from '../build/run-build.js';
import { keyOf, namesDatabase, withBuilt } from '../built-database.js';
import { progressPart } from '../run-phases.js';
import { splitSecond } from '../split-sessions.js';
import { hashOf } from '@cmsc/files';
import type { SessionFacts } from './session-export.js';
import type { ExportManifest, ExportOptions, SessionSource } from './export-options.js';

/** What was read for the sessions, and what was not of its folders. */
type SessionInputs = Pick<ExportManifest, 'inputs' | 'leftOut'>;

/** Share of the time of an export that building its database takes. */
const BUILDING = 0.7;
/** Sessions that are read at a time. */
const PAGE_SESSIONS = 20_000;

/**
 * Calls `use` with the sessions that the options name: those of a built database, or those of CMSC files, of which a
 * database is built first, in `workFolder`, which is not there before and after.
 *
 * @throws CmscError BAD_OPTION when there is no input, or a red-team file besides a database; NOT_FOUND, ENGINE_FAILED,
 * BAD_QUERY when a database can't be read or `cmsc build` didn't make it; what `runBuild` throws.
 */
export async function withSessions<T>(
  options: ExportOptions,
  workFolder: string,
  use: (sessions: SessionSource, facts: SessionFacts) => Promise<T>,
): Promise<T & SessionInputs> {
  const { inputs, redteam } = options;
  const [first, ...others] = inputs;
  if (first === undefined) throw wrongInputs('this export needs a database, or auth and proc files');
  if (!(await namesDatabase(first))) return withBuiltSessions(options, workFolder, use);
  if (others.length > 0) throw wrongInputs('this export reads one database', inputs.join(' '));
  if (redteam !== undefined) throw wrongInputs('the sessions of a database have their labels', redteam);
  return withDatabaseSessions(first, options, use);
}

async function withBuiltSessions<T>(
  options: ExportOptions,
  workFolder: string,
  use: (sessions: SessionSource, facts: SessionFacts) => Promise<T>,
): Promise<T & SessionInputs> {
  const { inputs, redteam, dialect, from, to, onBadRow, rejects, force, threads, signal, onProgress } =
    options;
  const output = join(workFolder, 'sessions.duckdb');
  await mkdir(workFolder);
  try {
    const build = await runBuild({
      ...{ dialect, from, to, onBadRow, rejects, force, threads, signal, output },
      onProgress: progressPart(onProgress, 0, BUILDING),
      inputs: redteam === undefined ? inputs : [...inputs, redteam],
    });
    return {
      ...(await withDatabaseSessions(
        output,
        { ...options, onProgress: progressPart(onProgress, BUILDING, 1) },
        use,
      )),
      inputs: build.inputs,
      leftOut: build.leftOut,
    };
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function wrongInputs(what: string, text?: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { text, hint: 'name one that cmsc build made' });
}

async function withDatabaseSessions<T>(
  path: string,
  options: ExportOptions,
  use: (sessions: SessionSource, facts: SessionFacts) => Promise<T>,
): Promise<T & SessionInputs> {
  const { signal, onProgress, from = 0, to = LATEST_TIME } = options;
  const { splitSeconds = FIRST_RED_TEAM_EVENT } = options;
  return withBuilt(path, options, async (database) => {
    const { rows } = await database.rows('SELECT count(*) FROM sessions');
    const window = `start_time >= ${from} AND end_time <= ${to}`;
    const total = Number(rows[0]?.[0]);
    const second = await splitSecond(database, splitSeconds, window);
    const sessions: SessionSource = ({ bare = true } = {}) => pages(database, bare);
    const result = await use(sessions, { splitSeconds: second, total, onProgress });
    const file = { path, ...(await hashOf(path, signal)), complete: true };
    return { ...result, inputs: [{ ...file, rows: total }] };
  });
}

/** The sessions in the order of their numbers, with their processes: all, or those that have some. */
async function* pages(database: SourceDatabase, isBare: boolean): AsyncGenerator<SessionRow> {
  const key = await keyOf(database);
  const { rows: last } = await database.rows('SELECT coalesce(max(session_id), 0) FROM sessions');
  for (let from = 1; from <= Number(last[0]?.[0]); from += PAGE_SESSIONS) {
    const sql = pageSql(key, from, from + PAGE_SESSIONS - 1, isBare ? 'LEFT' : 'INNER');
    for await (const rows of database.batches(sql)) for (const row of rows) yield toSession(row, key);
  }
}

function pageSql(key: readonly string[], from: number, to: number, join: 'LEFT' | 'INNER'): string {
  const columns = key.map(sqlIdentifier).join(', ');
  return `SELECT session_id, start_time, end_time, label, processes, gaps, ${columns}
FROM (FROM sessions WHERE session_id BETWEEN ${from} AND ${to}) ${join} JOIN (
  SELECT session_id, list(process_name ORDER BY position) AS processes, list(gap ORDER BY position) AS gaps
  FROM session_processes WHERE session_id BETWEEN ${from} AND ${to} GROUP BY session_id
) USING (session_id) ORDER BY session_id`;
}

/** What most sessions have of processes and gaps. */
const NOTHING: never[] = [];

function toSession(row: unknown[], key: readonly string[]): SessionRow {
  const [session_id, start_time, end_time, label, processes, gaps, ...names] = row as [
    number,
    number,
    number,
    number | null,
    string[] | null,
    number[] | null,
    ...string[],
  ];
  const keyValues: Record<string, string> = {};
  key.forEach((column, i) => (keyValues[column] = names[i] as string));
  const held = { processes: processes ?? NOTHING, gaps: gaps ?? NOTHING };
  return { session_id, key: keyValues, start_time, end_time, label, ...held };
}
