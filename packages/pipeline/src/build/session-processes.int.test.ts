import { SourceDatabase } from '@cmsc/store';
import { generateDataset, generateRows } from '@cmsc/synthetic';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { joinPlainly, type JoinSession, type JoinStart } from '../testing/plain-join.js';
import { tempFolder } from '../testing/temp-folder.js';
import { runBuild, type BuildOptions, type BuildReport } from './run-build.js';

const folder = tempFolder();
const data = join(folder, 'data');
/** A minute and a half, so that sessions are short and processes many. */
const made = { events: 4000, seed: 11, days: 0.001 };
const inputs = ['auth', 'proc'].map((name) => join(data, `${name}.txt.gz`));

beforeAll(() => generateDataset({ directory: data, ...made }));

/** Builds, and gives the report with the sessions, runs and placed processes of the database. */
async function build(name: string, options: Partial<BuildOptions>) {
  const output = join(folder, `${name}.duckdb`);
  const report = await runBuild({ inputs, output, threads: 1, ...options });
  const database = await SourceDatabase.open(output);
  try {
    const ask = async (sql: string) => (await database.rows(sql)).rows;
    const sessions = await ask(
      'SELECT session_id, dst_user, dst_machine, start_time, end_time FROM sessions',
    );
    const runs = await ask(
      'SELECT start_time, user_domain, computer, process_name FROM process_runs ORDER BY start_time, run_id',
    );
    const placed = await ask('FROM session_processes');
    return { report, sessions: sessions.map(toSession), runs: runs.map(toStart), placed };
  } finally {
    await database.close();
  }
}

function toSession([id, user, computer, start, end]: unknown[]): JoinSession {
  return { id, user, computer, start, end } as JoinSession;
}

function toStart([time, user, computer, name]: unknown[]): JoinStart {
  return { time, user, computer, name } as JoinStart;
}

/** The starts of the proc file, in its order. */
function startsOfFile(): JoinStart[] {
  return [...generateRows('proc', made)]
    .map((line) => line.trimEnd().split(','))
    .filter((row) => row[4] === 'Start')
    .map(([time, user, computer, name]) => toStart([Number(time), user, computer, name]));
}

function expectToAddUp({ sequences, processes }: BuildReport, placed: unknown[][], starts: number): void {
  expect(sequences).toMatchObject({ starts, inSession: placed.length });
  expect(processes?.starts).toBeGreaterThanOrEqual(starts);
}

test.each<[string, Partial<BuildOptions>]>([
  ['destination', {}],
  ['notebook', { preset: 'notebook' }],
  ['fifo', { pairing: 'fifo' }],
  ['lifo', { pairing: 'lifo' }],
  ['lifo with the source', { pairing: 'lifo', key: ['src_machine', 'dst_user', 'dst_machine'] }],
])('places every start as the plain rule does: %s', async (name, options) => {
  const { report, sessions, placed } = await build(name, options);
  const starts = startsOfFile();
  expect(placed.length).toBeGreaterThan(0);
  expect(placed).toEqual(joinPlainly(sessions, starts));
  expectToAddUp(report, placed, starts.length);
});

test('places every run once, when asked to', async () => {
  const { report, sessions, runs, placed } = await build('runs', { events: 'runs' });
  const { sessions: complete, open } = report.processes!;
  expect(report.sequences?.starts).toBe(complete + open);
  // The runs without an end are no rows of process_runs; they are placed all the same.
  const ofCompleteRuns = joinPlainly(sessions, runs);
  expect(placed.length).toBeGreaterThanOrEqual(ofCompleteRuns.length);
  const counted = (rows: unknown[][]) => rows.map(([id, , time, , process]) => [id, time, process].join());
  expect(counted(placed)).toEqual(expect.arrayContaining(counted(ofCompleteRuns)));
});

test('places nothing under a key without user or computer, and fills everything else', async () => {
  const output = join(folder, 'other key.duckdb');
  const report = await runBuild({ inputs, output, key: ['dst_machine'] });
  const database = await SourceDatabase.open(output);
  const { rows } = await database.rows('SELECT count(*) FROM session_processes');
  await database.close();
  expect(rows).toEqual([[0]]);
  expect(report.sequences).toBeUndefined();
  expect(report.processes?.sessions).toBeGreaterThan(0);
});
