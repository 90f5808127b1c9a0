import { appendTo } from '@cmsc/core';
import { DatabaseBuild, type TableBatch, type TableRows } from '@cmsc/store';
import type { WindowsProcess, WindowsSession } from '@cmsc/loaders';
import { FIXED_TABLES } from '../build/schema.js';
import { commentTables, describeBuild, insertCounts } from '../build/small-tables.js';
import {
  readAllWindows,
  windowsFacts,
  windowsReport,
  type ReadWindows,
  type WindowsRunFacts,
} from './run-windows.js';
import { windowsProcesses, windowsSessions } from './windows-tables.js';
import type { WindowsOptions, WindowsReport } from './windows-options.js';

/** The columns that a session is found by. */
const KEY = ['host', 'logon_id'];

/** What open sessions have no value for. */
const NOT_OF_OPEN = ['end_time', 'duration', 'user_logoff'];

/** What `buildWindows` can be told. */
export interface WindowsBuildOptions extends Omit<WindowsOptions, 'format' | 'keepOpen' | 'output'> {
  /** The database to make. */
  output: string;
}

/**
 * One database out of Windows events: sessions, those without an end, process runs, the processes inside each session, and where
 * every row went.
 *
 * @throws CmscError as `runWindows` does. Nothing is left under the database's name then.
 */
export async function buildWindows(options: WindowsBuildOptions): Promise<WindowsReport> {
  return windowsReport('build', options, async (rejects) => {
    const run = await readAllWindows(options, rejects);
    const database = await DatabaseBuild.open(options.output, options);
    try {
      const sessions = await fillTables(database, run, options);
      const facts = windowsFacts(run, options, []);
      await describe(database, facts);
      return { ...facts, outputs: [await database.finish(sessions), ...(await rejects.finish())] };
    } finally {
      await database.close();
    }
  });
}

async function fillTables(
  database: DatabaseBuild,
  run: ReadWindows,
  options: WindowsOptions,
): Promise<number> {
  for (const sql of FIXED_TABLES) await database.run(sql);
  const selection = { ...options, keepOpen: false };
  const label = { labelled: run.labels !== undefined };
  const sessions = await database.fill('sessions', windowsSessions(run, selection, label));
  const open = { ...run, sessions: run.sessions.filter(({ end }) => Number.isNaN(end)) };
  const ofOpen = { ...selection, minDurationSeconds: undefined, keepOpen: true };
  await database.fill('open_sessions', windowsSessions(open, ofOpen, label), { without: NOT_OF_OPEN });
  await database.fill('process_runs', windowsProcesses(run, ofOpen), { rowNumber: 'run_id' });
  await database.fill('session_processes', processesOf(run));
  // Those of sessions that are not wanted go with them.
  await database.run(
    'DELETE FROM session_processes WHERE session_id NOT IN (SELECT session_id FROM sessions)',
  );
  return sessions;
}

async function describe(
  database: DatabaseBuild,
  { ledger, labels, inputs, options }: WindowsRunFacts,
): Promise<void> {
  const { dialects, other, rejected, ...counts } = ledger;
  await insertCounts(database, 'windows', counts);
  for (const [name, more] of Object.entries({ dialects, other, rejected }))
    await insertCounts(database, `windows ${name}`, more);
  const { reasons, ...fates } = labels ?? {};
  await insertCounts(database, 'labels', fates);
  await insertCounts(database, 'labels reasons', { ...reasons });
  const files = inputs.map((input) => ({ format: 'windows', input }));
  await describeBuild(database, files, { ...options, key: KEY });
  await commentTables(database);
}

/** The processes of complete sessions, by session and start. A gap is from the process before, and at first from the session's start. */
function processesOf({ sessions, processes, names }: ReadWindows): TableRows {
  const inside = new Map<WindowsSession, WindowsProcess[]>();
  for (const process of processes) {
    const { session } = process;
    if (session && !Number.isNaN(session.end)) appendTo(inside, session, process);
  }
  const int = (name: string) => ({ name, type: 'int' }) as const;
  const columns = [
    ...[int('session_id'), int('position'), { name: 'time', type: 'time' } as const, int('gap')],
    { name: 'process_name', type: 'name', names } as const,
  ];
  function* batches(): Generator<TableBatch> {
    for (const session of sessions) {
      const own = inside.get(session);
      if (own) yield batchOf(session, own);
    }
  }
  return { spec: { name: 'session_processes', key: [], columns }, batches: batches() };
}

function batchOf({ number, start }: WindowsSession, own: readonly WindowsProcess[]): TableBatch {
  const { length } = own;
  const gap = own.map((process, place) => {
    const seconds = Math.floor((process.start - (own[place - 1]?.start ?? start)) / 1e6);
    // A clock that was set back would make less than nothing of it.
    return Math.max(0, Math.min(seconds, 2 ** 31 - 1));
  });
  return {
    length,
    key: new Int32Array(length),
    columns: [
      new Int32Array(length).fill(number),
      Int32Array.from(own, (_, place) => place + 1),
      Float64Array.from(own, (process) => process.start),
      Int32Array.from(gap),
      Int32Array.from(own, ({ processName }) => processName),
    ],
  };
}
