import type { SessionRow } from '@cmsc/exports';
import { SourceDatabase } from '@cmsc/store';
import { generateDataset } from '@cmsc/synthetic';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBuild } from '../build/run-build.js';
import { HAS_SHARED, SHARED } from '../testing/shared.js';
import { tempFolder } from '../testing/temp-folder.js';
import { runExport } from './run-export.js';

const folder = tempFolder();

async function* sessions(): AsyncGenerator<SessionRow> {
  const session = { key: { dst_user: 'U1@DOM1', dst_machine: 'C1' }, label: 0 };
  yield { ...session, session_id: 1, start_time: 5, end_time: 9, processes: ['P1', 'P2'], gaps: [0, 3] };
  yield {
    ...session,
    session_id: 2,
    start_time: 150_885,
    end_time: 150_890,
    processes: [],
    gaps: [],
    label: 1,
  };
  yield { ...session, session_id: 3, start_time: 200_000, end_time: 200_001, processes: ['P1'], gaps: [1] };
}

function linesOf(...path: string[]): Record<string, unknown>[] {
  const text = readFileSync(join(folder, ...path), 'utf8').trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function parquetRows(
  database: string,
  ...path: string[]
): Promise<{ columns: string[]; rows: unknown[][] }> {
  const source = await SourceDatabase.open(database);
  try {
    return await source.rows(`FROM read_parquet('${join(folder, ...path)}')`);
  } finally {
    await source.close();
  }
}

test('writes sessions of any source as text, JSONL and Parquet', async () => {
  const output = join(folder, 'given');
  const report = await runExport({ name: 'sessions', inputs: [], sessions, output, cutoff: 2, gaps: false });
  expect(report.sessions).toEqual({ train: 1, test: 2, attackedTrain: 0, attackedTest: 1 });
  expect(report.outputs.map(({ path, rows }) => [path, rows]).sort()).toEqual([
    ['test.jsonl', 2],
    ['test.parquet', 2],
    ['test.txt', 2],
    ['train.jsonl', 1],
    ['train.parquet', 1],
    ['train.txt', 1],
    ['vocabulary.csv', 2],
  ]);
  expect(readFileSync(join(output, 'train.txt'), 'utf8')).toBe('P1 <oov>\n');
  expect(linesOf('given', 'test.jsonl').map(({ session_id, tokens }) => [session_id, tokens])).toEqual([
    [2, []],
    [3, ['P1']],
  ]);
  expect(JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'))).toMatchObject({
    options: { name: 'sessions', gaps: false, cutoff: 2 },
    sessions: report.sessions,
  });
});

test('takes sessions that are wholly inside the time window, and leaves Parquet away on request', async () => {
  const output = join(folder, 'window');
  const options = { name: 'sessions', inputs: [], sessions, output, from: 5, to: 150_890, parquet: false };
  const report = await runExport(options);
  expect(report.sessions).toMatchObject({ train: 1, test: 1 });
  expect(existsSync(join(output, 'train.parquet'))).toBe(false);
});

test('leaves nothing when its source fails', async () => {
  async function* failing(): AsyncGenerator<SessionRow> {
    yield* sessions();
    throw new Error('no more');
  }
  const output = join(folder, 'failing');
  await expect(runExport({ name: 'sessions', inputs: [], sessions: failing, output })).rejects.toThrow(
    'no more',
  );
  expect(existsSync(output)).toBe(false);
});

test('writes the sessions of a built database, all forms alike', async () => {
  const data = join(folder, 'data');
  const database = join(folder, 'X.duckdb');
  await generateDataset({ directory: data, events: 20_000, seed: 3 });
  await runBuild({ inputs: [data], output: database });
  const splitSeconds = 60;
  const shares: number[] = [];
  const report = await runExport({
    name: 'sessions',
    inputs: [database],
    output: join(folder, 'built'),
    splitSeconds,
    onProgress: ({ share = -1 }) => shares.push(share),
  });
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const source = await SourceDatabase.open(database);
  const { rows: expected } = await source.rows(
    'SELECT session_id, dst_user, dst_machine, start_time, end_time, label FROM sessions ORDER BY session_id',
  );
  const { rows: processes } = await source.rows(
    'SELECT session_id, process_name FROM session_processes ORDER BY session_id, position',
  );
  await source.close();
  for (const part of ['train', 'test']) {
    const ofPart = expected.filter((row) => (Number(row[4]) < splitSeconds ? 'train' : 'test') === part);
    const lines = linesOf('built', `${part}.jsonl`);
    expect(ofPart.length).toBeGreaterThan(0);
    expect(lines.map((row) => Object.values(row).slice(0, -1))).toEqual(ofPart);
    const names = lines.flatMap(({ session_id, tokens }) =>
      (tokens as string[]).filter((token) => !token.startsWith('+')).map((name) => [session_id, name]),
    );
    const ids = new Set(ofPart.map(([id]) => id));
    expect(names).toEqual(processes.filter(([id]) => ids.has(id)));
    const text = readFileSync(join(folder, 'built', `${part}.txt`), 'utf8');
    expect(text).toBe(lines.map(({ tokens }) => `${(tokens as string[]).join(' ')}\n`).join(''));
    const parquet = await parquetRows(database, 'built', `${part}.parquet`);
    const places = parquet.columns.map((column) => column);
    expect(parquet.rows.map((row) => Object.fromEntries(row.map((value, i) => [places[i], value])))).toEqual(
      lines,
    );
  }
  expect(report.inputs).toMatchObject([{ path: database, rows: expected.length }]);
  const counts = readFileSync(join(folder, 'built', 'vocabulary.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const total = counts.reduce((sum, line) => sum + Number(line.split(',')[1]), 0);
  expect(total).toBe(2 * processes.length);
});

test.skipIf(!HAS_SHARED)(
  'builds the sessions of files, with the processes of each, and leaves no database',
  async () => {
    const [auth, proc] = ['auth_users_day0_t1-166.txt', 'proc_first10000.txt'].map((name) =>
      join(SHARED, 'data', name),
    ) as [string, string];
    const redteam = join(SHARED, 'data/redteam.txt.gz');
    const output = join(folder, 'real');
    const report = await runExport({ name: 'sessions', inputs: [auth, proc], redteam, output, gaps: false });
    expect(report.inputs.map(({ path }) => path).sort()).toEqual([auth, proc, redteam].sort());
    expect(readdirSync(output)).not.toContain('.building');

    const sessions = readFileSync(join(SHARED, 'golden/sessions_destination_day0.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([user, machine, start, end]) => ({ user, machine, start: Number(start), end: Number(end) }));
    const starts = readFileSync(proc, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
      .filter(([, , , , action]) => action === 'Start');
    // The golden file is sorted by key, then start: the last session that holds a start began last.
    const owners = starts.map(([time, user, machine]) =>
      sessions.findLastIndex((session) => {
        const isOfKey = session.user === user && session.machine === machine;
        return isOfKey && session.start <= Number(time) && Number(time) <= session.end;
      }),
    );
    const expected = sessions.map(({ user, machine, start, end }, place) => {
      const names = starts.filter((_, i) => owners[i] === place).map(([, , , name]) => name);
      return [user, machine, start, end, names.join(' ')].join();
    });
    const lines = linesOf('real', 'train.jsonl');
    const read = lines.map(({ dst_user, dst_machine, start_time, end_time, tokens }) =>
      [dst_user, dst_machine, start_time, end_time, (tokens as string[]).join(' ')].join(),
    );
    expect(read).toEqual(expected);
    expect(readFileSync(join(output, 'train.txt'), 'utf8')).toBe(
      lines.map(({ tokens }) => `${(tokens as string[]).join(' ')}\n`).join(''),
    );
    expect(lines.some(({ tokens }) => (tokens as string[]).length > 1)).toBe(true);
  },
);

test('refuses what does not go with a database', async () => {
  const output = join(folder, 'refused');
  const options = { name: 'sessions', output, inputs: ['X.duckdb'] };
  await expect(runExport({ ...options, inputs: ['X.duckdb', 'Y.duckdb'] })).rejects.toThrow(
    'reads one database',
  );
  await expect(runExport({ ...options, redteam: 'redteam.txt' })).rejects.toThrow('have their labels');
  await expect(runExport({ ...options, inputs: [] })).rejects.toThrow(
    'needs a database, or auth and proc files',
  );
});
