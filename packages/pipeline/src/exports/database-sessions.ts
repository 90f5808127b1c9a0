import { CmscError, sqlIdentifier } from '@cmsc/core';
import { type SessionRow } from '@cmsc/exports';
import { FIRST_RED_TEAM_EVENT } from '@cmsc/sequences';
import type { SourceDatabase } from '@cmsc/store';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runBuild } from '../build/run-build.js';
import { keyOf, namesDatabase, openBuilt } from '../built-database.js';
import { splitSecond } from '../split-sessions.js';
import { hashOf } from '@cmsc/files';
import type { ExportManifest, ExportOptions, SessionSource } from './export-options.js';

/** What was read for the sessions, and what was not of its folders. */
type SessionInputs = Pick<ExportManifest, 'inputs' | 'leftOut'>;

const LARGEST_SECOND = 2 ** 31 - 1;
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
  use: (sessions: SessionSource, splitSeconds: number) => Promise<T>,
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
  use: (sessions: SessionSource, splitSeconds: number) => Promise<T>,
): Promise<T & SessionInputs> {
  const { inputs, redteam, dialect, onBadRow, rejects, force, threads, signal, onProgress } = options;
  const output = join(workFolder, 'sessions.duckdb');
  await mkdir(workFolder);
  try {
    const build = await runBuild({
      ...{ dialect, onBadRow, rejects, force, threads, signal, onProgress, output },
      inputs: redteam === undefined ? inputs : [...inputs, redteam],
    });
    return {
      ...(await withDatabaseSessions(output, options, use)),
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
  { signal, threads, from = 0, to = LARGEST_SECOND, splitSeconds = FIRST_RED_TEAM_EVENT }: ExportOptions,
  use: (sessions: SessionSource, splitSeconds: number) => Promise<T>,
): Promise<T & SessionInputs> {
  const database = await openBuilt(path, { signal, threads });
  try {
    const { rows } = await database.rows('SELECT count(*) FROM sessions');
    const window = `start_time >= ${from} AND end_time <= ${to}`;
    const result = await use(() => pages(database), await splitSecond(database, splitSeconds, window));
    const file = { path, ...(await hashOf(path, signal)), complete: true };
    return { ...result, inputs: [{ ...file, rows: Number(rows[0]?.[0]) }] };
  } finally {
    await database.close();
  }
}

/** All sessions in the order of their numbers, with their processes. */
async function* pages(database: SourceDatabase): AsyncGenerator<SessionRow> {
  const key = await keyOf(database);
  const { rows: last } = await database.rows('SELECT coalesce(max(session_id), 0) FROM sessions');
  for (let from = 1; from <= Number(last[0]?.[0]); from += PAGE_SESSIONS) {
    const { rows } = await database.rows(pageSql(key, from, from + PAGE_SESSIONS - 1));
    for (const row of rows) yield toSession(row, key);
  }
}

function pageSql(key: readonly string[], from: number, to: number): string {
  const columns = key.map(sqlIdentifier).join(', ');
  return `SELECT session_id, start_time, end_time, label, coalesce(processes, []), coalesce(gaps, []), ${columns}
FROM (FROM sessions WHERE session_id BETWEEN ${from} AND ${to}) LEFT JOIN (
  SELECT session_id, list(process_name ORDER BY position) AS processes, list(gap ORDER BY position) AS gaps
  FROM session_processes WHERE session_id BETWEEN ${from} AND ${to} GROUP BY session_id
) USING (session_id) ORDER BY session_id`;
}

function toSession(row: unknown[], key: readonly string[]): SessionRow {
  const [session_id, start_time, end_time, label, processes, gaps, ...names] = row as [
    number,
    number,
    number,
    number | null,
    string[],
    number[],
    ...string[],
  ];
  const keyValues = Object.fromEntries(key.map((column, i) => [column, names[i] as string]));
  return { session_id, key: keyValues, start_time, end_time, label, processes, gaps };
}
