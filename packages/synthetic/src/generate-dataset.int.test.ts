import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateDataset, type DatasetProgress } from './generate-dataset.js';
import { generateRows, generateTruth } from './generate-rows.js';
import type { Kind } from './simulation.js';

const FILES = ['auth.txt.gz', 'dns.txt.gz', 'flows.txt.gz', 'proc.txt.gz', 'redteam.txt.gz', 'truth.json'];

describe('generateDataset', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmsc-synthetic-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const text = async (name: string) => gunzipSync(await readFile(join(folder, name))).toString();
  const textOf = (kind: Kind, options: { events: number; seed: number }) =>
    [...generateRows(kind, options)].map((line) => `${line}\n`).join('');

  it('writes the rows and the truth of its options', async () => {
    const options = { events: 20_000, seed: 3 };
    const { truth, files, truthPath } = await generateDataset({ directory: folder, ...options });
    expect((await readdir(folder)).sort()).toEqual(FILES);
    for (const kind of ['auth', 'proc', 'flows', 'dns', 'redteam'] as const) {
      expect(await text(`${kind}.txt.gz`)).toBe(textOf(kind, options));
    }
    expect(truth).toEqual(generateTruth(options));
    expect(JSON.parse(await readFile(truthPath, 'utf8'))).toEqual(truth);
    for (const { path, kind, rows, bytes } of files) {
      expect(rows).toBe(truth.rows[kind]);
      expect(bytes).toBe((await stat(path)).size);
    }
  });

  it('writes no time of day into its files', async () => {
    await generateDataset({ directory: folder, events: 100 });
    const header = (await readFile(join(folder, 'auth.txt.gz'))).subarray(0, 10);
    expect([...header.subarray(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });

  it.each([0, 1, 2, 10])('writes %i events', async (events) => {
    const { truth } = await generateDataset({ directory: folder, events });
    expect((await readdir(folder)).sort()).toEqual(FILES);
    expect((await text('auth.txt.gz')).split('\n')).toHaveLength(events + 1);
    expect(truth.destination.ledger.rows).toBe(events);
  });

  it.each([
    [20_000, 3],
    [20_000, 1],
    [10, 4],
    [2, 5],
  ])('cuts %i rows into %i parts that make the whole', async (events, parts) => {
    const options = { events, seed: 5 };
    const { files } = await generateDataset({ directory: folder, ...options, parts });
    const names = (await readdir(folder)).filter((name) => name.startsWith('auth')).sort();
    expect(names).toEqual(Array.from({ length: parts }, (_, i) => `auth_part_0${i}.csv.gz`));
    const texts = await Promise.all(names.map(text));
    expect(texts.join('')).toBe(textOf('auth', options));
    const rows = texts.map((part) => part.split('\n').length - 1);
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
    expect(files.filter(({ kind }) => kind === 'auth').map((file) => file.rows)).toEqual(rows);
    // Parts are cut in the middle of a second.
    if (parts === 3) expect(texts[0]!.split('\n').at(-2)!.split(',')[0]).toBe(texts[1]!.split(',')[0]);
  });

  it('tells how far it is', async () => {
    const progress: DatasetProgress[] = [];
    await generateDataset({ directory: folder, events: 20_000, onProgress: (p) => progress.push({ ...p }) });
    const rows = progress.map((p) => p.rows);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(progress.at(-1)).toEqual({ rows: 20_000, totalRows: 20_000 });
  });

  it('makes the folder, and the folders above it', async () => {
    await generateDataset({ directory: join(folder, 'a', 'b'), events: 10 });
    expect((await readdir(join(folder, 'a', 'b'))).sort()).toEqual(FILES);
  });

  it('replaces nothing unless forced to', async () => {
    await writeFile(join(folder, 'proc.txt.gz'), 'mine');
    const refused = { kind: 'io', code: 'OUTPUT_EXISTS' };
    await expect(generateDataset({ directory: folder, events: 10 })).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual(['proc.txt.gz']);
    expect(await readFile(join(folder, 'proc.txt.gz'), 'utf8')).toBe('mine');
    await generateDataset({ directory: folder, events: 10, force: true });
    expect((await readdir(folder)).sort()).toEqual(FILES);
    expect((await text('proc.txt.gz')).split('\n')).toHaveLength(5);
  });

  it.each(['auth_part_00.csv.gz', 'auth.txt', 'dns.csv'])(
    'refuses a folder with %s in it, forced or not',
    async (name) => {
      await writeFile(join(folder, name), 'rows of another data set');
      for (const force of [false, true]) {
        const made = generateDataset({ directory: folder, events: 10, force });
        await expect(made).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
      }
      expect(await readdir(folder)).toEqual([name]);
    },
  );

  it('leaves files of other kinds alone', async () => {
    await writeFile(join(folder, 'README.md'), 'hello');
    await generateDataset({ directory: folder, events: 10 });
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('hello');
  });

  it('leaves nothing when it is stopped', async () => {
    const stop = new AbortController();
    const made = generateDataset({
      directory: join(folder, 'new', 'data'),
      events: 30_000,
      parts: 4,
      signal: stop.signal,
      onProgress: ({ rows }) => rows > 10_000 && stop.abort(),
    });
    await expect(made).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('starts nothing when it is stopped beforehand', async () => {
    const made = generateDataset({ directory: join(folder, 'new'), events: 10, signal: AbortSignal.abort() });
    await expect(made).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps the old files when a forced run is stopped', async () => {
    await generateDataset({ directory: folder, events: 100, seed: 1 });
    const stop = new AbortController();
    const made = generateDataset({
      directory: folder,
      events: 30_000,
      force: true,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(made).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect((await readdir(folder)).sort()).toEqual(FILES);
    expect(await text('auth.txt.gz')).toBe(textOf('auth', { events: 100, seed: 1 }));
  });

  it('removes what a killed run has left', async () => {
    const program = `
      import { generateDataset } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      const onProgress = () => process.kill(process.pid, 'SIGKILL');
      await generateDataset({ directory: process.argv[1], events: 30_000, onProgress });`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program, folder]);
    expect(signal).toBe('SIGKILL');
    expect(await readdir(folder)).not.toEqual([]);
    await generateDataset({ directory: folder, events: 10 });
    expect((await readdir(folder)).sort()).toEqual(FILES);
  });

  it('says why a folder can’t be', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const directory of [file, join(file, 'below')]) {
      const made = generateDataset({ directory, events: 10 });
      await expect(made).rejects.toMatchObject({ kind: 'io', code: 'WRITE_FAILED' });
    }
  });

  it.each([
    [{ events: 10, parts: 0 }, 'parts'],
    [{ events: 10, parts: 1.5 }, 'parts'],
    [{ events: 10, level: 10 }, 'level'],
    [{ events: -1 }, 'events'],
  ])('refuses %o', async (options, option) => {
    const made = generateDataset({ directory: join(folder, 'new'), ...options });
    await expect(made).rejects.toThrow(`${option} is out of range`);
    expect(await readdir(folder)).toEqual([]);
  });
});
