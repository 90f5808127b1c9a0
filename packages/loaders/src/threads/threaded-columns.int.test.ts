import { CmscError, Dictionary, Random } from '@cmsc/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { formats } from '../formats/registry.js';
import { readColumns, type ColumnOptions, type ColumnReader } from '../read-columns.js';
import type { RejectedRow } from '../rows/intake.js';
import { ThreadedColumns, threadsFor } from './threaded-columns.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows of few users and machines, several a second, of all kinds. */
function authRows(count: number, seed: number): string[] {
  const random = new Random(`rows ${seed}`);
  let time = 0;
  return Array.from({ length: count }, () => {
    time += random.chance(0.4) ? random.below(3) : 0;
    const user = `U${1 + random.below(4)}@DOM1`;
    const [source, target] = [`C${1 + random.below(3)}`, `C${1 + random.below(3)}`];
    const orientation = ['LogOn', 'LogOff', 'TGS'][random.below(3)];
    return `${time},${user},${user},${source},${target},NTLM,Network,${orientation},Success`;
  });
}

const select = ['dst_user', 'dst_machine', 'src_machine'];

function file(name: string, lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

async function rowsOf(reader: ColumnReader): Promise<string[]> {
  const dictionaries = ['user', 'computer', 'computer'].map(
    (name) => (reader.dictionaries[name] ??= new Dictionary()),
  );
  const rows: string[] = [];
  for await (const { length, time, edge, ids } of reader) {
    for (let i = 0; i < length; i++)
      rows.push(
        [time[i], edge[i], ...ids.map((column, c) => dictionaries[c]?.name(column[i] as number))].join(),
      );
  }
  return rows;
}

async function bothWays(paths: string[], options: ColumnOptions) {
  const here = readColumns(paths, formats.auth, { ...options, dictionaries: seeded() });
  const there = readColumns(paths, formats.auth, { ...options, threads: 2, dictionaries: seeded() });
  expect(there).toBeInstanceOf(ThreadedColumns);
  return { here, there, rowsHere: await rowsOf(here), rowsThere: await rowsOf(there) };
}

/** Dictionaries that hold names already, some of which the files have too. */
function seeded(): Record<string, Dictionary> {
  const user = new Dictionary();
  ['U99@DOM1', 'U3@DOM1'].forEach((name) => user.intern(name));
  return { user };
}

test.each([1, 7, 1000])('gives what reading in this thread gives, with batches of %i', async (batchRows) => {
  const rows = authRows(2000, 5);
  const paths = [file('a.txt', rows.slice(0, 900)), file('b.txt', rows.slice(900))];
  const { here, there, rowsHere, rowsThere } = await bothWays(paths, { select, batchRows, others: 'emit' });
  expect(rowsThere).toHaveLength(2000);
  expect(rowsThere).toEqual(rowsHere);
  expect(there.counts).toEqual(here.counts);
  expect(there.inputs).toEqual(here.inputs);
  expect(there.lastTime).toBe(here.lastTime);
  expect(there.dictionaries['user']?.names()).toEqual(here.dictionaries['user']?.names());
});

test('keeps up when another reader has added names in between', async () => {
  const path = file('names.txt', authRows(300, 8));
  const dictionaries: Record<string, Dictionary> = {};
  const reader = new ThreadedColumns([path], formats.auth, { select, batchRows: 10, dictionaries });
  const wanted = await rowsOf(readColumns(path, formats.auth, { select }));
  const rows: string[] = [];
  let added = 0;
  for await (const { length, time, edge, ids } of reader) {
    for (let i = 0; i < length; i++) {
      const names = ids.map((column, c) =>
        dictionaries[c === 0 ? 'user' : 'computer']?.name(column[i] as number),
      );
      rows.push([time[i], edge[i], ...names].join());
    }
    dictionaries['user']?.intern(`added ${added++}`);
  }
  expect(rows).toEqual(wanted);
});

test('passes on rejected rows and progress', async () => {
  const rows = authRows(50, 1);
  const path = file('bad.txt', [...rows, 'no row', '']);
  const rejected: Pick<RejectedRow, 'line' | 'code' | 'row'>[] = [];
  let lastRows = 0;
  const reader = new ThreadedColumns([path], formats.auth, {
    select,
    onBadRow: 'skip',
    onReject: ({ line, code, row }) => rejected.push({ line, code, row }),
    onProgress: (progress) => (lastRows = progress.rows),
  });
  await rowsOf(reader);
  expect(rejected).toEqual([
    { line: 51, code: 'COLUMN_COUNT', row: 'no row' },
    { line: 52, code: 'COLUMN_COUNT', row: '' },
  ]);
  expect(reader.counts.rejected).toBe(2);
  expect(lastRows).toBe(52);
});

test('ends with the error of the file, after the rows before it', async () => {
  const path = file('breaks.txt', [...authRows(50, 1), 'no row']);
  const seen: number[] = [];
  const reader = new ThreadedColumns([path], formats.auth, { select, others: 'emit' });
  const reading = (async () => {
    for await (const { length } of reader) seen.push(length);
  })();
  await expect(reading).rejects.toThrow(CmscError);
  await expect(reading).rejects.toMatchObject({
    kind: 'data',
    code: 'COLUMN_COUNT',
    context: { file: path, line: 51 },
  });
  expect(seen).toEqual([50]);
  expect(reader.counts.rows).toBe(50);
});

test('a missing file is an error of kind io', async () => {
  const reader = new ThreadedColumns([join(folder, 'nowhere')], formats.auth, { select });
  await expect(rowsOf(reader)).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
});

test.each([
  [{ dialect: { columns: ['time'] } }, 'MISSING_COLUMN'],
  [{ select: ['nobody'] }, 'UNKNOWN_COLUMN'],
])('options that can’t be are refused at once: %j', (wrong, code) => {
  expect(() => readColumns('anything.txt', 'auth', { select, threads: 2, ...wrong })).toThrow(
    expect.objectContaining({ kind: 'usage', code }),
  );
});

test('a thread that dies ends the reading with its error', async () => {
  const path = file('fine.txt', authRows(50, 1));
  const unknown = { ...formats.auth, name: 'nonsense' };
  const reader = new ThreadedColumns([path], unknown, { select });
  await expect(rowsOf(reader)).rejects.toMatchObject({ kind: 'io', code: 'WORKER_DIED' });
});

test('takes up the next file where the last one ends, also inside a second', async () => {
  const rows = authRows(900, 3);
  const paths = [0, 1, 2].map((i) => file(`part${i}.txt`, rows.slice(300 * i, 300 * (i + 1))));
  const reader = new ThreadedColumns(paths, formats.auth, { select, others: 'emit', batchRows: 64 });
  expect(await rowsOf(reader)).toEqual(
    await rowsOf(readColumns(paths, formats.auth, { select, others: 'emit' })),
  );
  expect(reader.inputs.map((input) => input.rows)).toEqual([300, 300, 300]);
});

test('stops when it is told to, also while all slots are full', async () => {
  const path = file('long.txt', authRows(5000, 2));
  const stop = new AbortController();
  const reader = new ThreadedColumns([path], formats.auth, { select, batchRows: 10, signal: stop.signal });
  const reading = (async () => {
    for await (const { length } of reader)
      if (length > 0) stop.abort(new CmscError('interrupted', 'INTERRUPTED', 'stop'));
  })();
  await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('is called off while it waits, whatever the reason is', async () => {
  const stop = new AbortController();
  const reader = readColumns(file('waits.txt', authRows(9, 2)), 'auth', { threads: 2, signal: stop.signal });
  const reading = rowsOf(reader);
  const why = new Error('enough');
  setImmediate(() => stop.abort(why));
  await expect(reading).rejects.toMatchObject({
    code: 'INTERRUPTED',
    context: { cause: why },
  });
});

test('a consumer that leaves early ends the thread', async () => {
  const path = file('left.txt', authRows(5000, 2));
  const reader = new ThreadedColumns([path], formats.auth, { select, batchRows: 10 });
  for await (const { length } of reader) {
    expect(length).toBe(10);
    break;
  }
});

test('reads in this thread what another one can’t be told', () => {
  const unregistered = { ...formats.auth };
  for (const reader of [
    readColumns('any', unregistered, { threads: 2 }),
    readColumns('any', 'auth', { threads: 2, openText: (path) => ({ path }) as never }),
    readColumns('any', 'auth', { threads: 1 }),
    readColumns('any', 'auth'),
  ])
    expect(reader).not.toBeInstanceOf(ThreadedColumns);
});

test('small files are not worth a thread; of what is missing its reader says so', async () => {
  const path = file('small.txt', authRows(9, 9));
  expect(await threadsFor([path, path])).toBe(1);
  expect(await threadsFor([path, join(folder, 'nowhere')])).toBe(availableParallelism());
});
