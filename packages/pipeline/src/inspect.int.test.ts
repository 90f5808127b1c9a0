import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectAll, inspectFiles } from './inspect.js';
import { authRows } from './testing/auth-rows.js';
import { tempFolder } from './testing/temp-folder.js';

const folder = tempFolder();
const COLUMNS = [
  'src_user',
  'dst_user',
  'src_machine',
  'dst_machine',
  'auth_type',
  'logon_type',
  'orientation',
  'result',
];

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const lines = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join('');

/** What is to be found in a column, counted plainly: most rows first, then what came first. */
function plainly(rows: readonly string[], column: number, top: number) {
  const counts = new Map<string, number>();
  for (const value of rows.map((row) => row.split(',')[column] as string))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].map(([value, rows]) => ({ value, rows })).sort((a, b) => b.rows - a.rows);
  return { distinct: counts.size, top: ranked.slice(0, top) };
}

describe('what is said of a file', () => {
  test.each([
    [1, 0],
    [1, 5],
    [3, 5],
    [3, 1e6],
  ])('is what its rows are, with %d threads and the %d most frequent values', async (threads, top) => {
    const good = authRows(4000, 7).map((row, i) => row.replace(/^(\d+),U\d+/, `$1,V${(i * i) % 2500}`));
    const rows = [...good];
    // Bad rows here and there, more of them than are told.
    const bad = Array.from({ length: 40 }, (_, i) => i * 97);
    for (const at of bad) rows.splice(at, 0, 'x,y');
    const text = lines(rows);
    const path = file('auth.bin', gzipSync(text));
    const [found] = await inspectFiles({ inputs: [path], threads, top });
    expect(found).toEqual({
      path,
      bytes: gzipSync(text).length,
      sha256: createHash('sha256').update(gzipSync(text)).digest('hex'),
      format: 'auth',
      rows: rows.length,
      firstTime: Number(good[0]!.split(',')[0]),
      lastTime: Number(good.at(-1)!.split(',')[0]),
      columns: COLUMNS.map((name, i) => ({ name, ...plainly(good, i + 1, top) })),
      rejected: bad.length,
      problems: bad.slice(0, 10).map((at) => ({ line: at + 1, reason: expect.any(String) })),
      brokenOff: undefined,
    });
  });

  test('is what was read before it breaks off', async () => {
    const rows = authRows(20_000, 1);
    const whole = gzipSync(lines(rows), { level: 0 });
    const path = file('cut.gz', whole.subarray(0, 400_000));
    const [found] = await inspectFiles({ inputs: [path] });
    expect(found).toMatchObject({
      ...{ format: 'auth', bytes: 400_000, sha256: undefined, rejected: 0 },
      ...{ brokenOff: expect.stringContaining('cut off'), error: { kind: 'data', code: 'GZIP_TRUNCATED' } },
    });
    const before = rows.slice(0, found!.rows);
    expect(before.length).toBeGreaterThan(5000);
    expect(found!.lastTime).toBe(Number(before.at(-1)!.split(',')[0]));
    expect(found!.columns).toEqual(COLUMNS.map((name, i) => ({ name, ...plainly(before, i + 1, 5) })));
  });

  test('of a red-team file is what is trimmed and blank, and its last row, whenever that was', async () => {
    const path = file('red.txt', '9,U1@D,C1,C2\n\n 7, U2@D,C1,C3\n8,U2@D,C1,C3\n');
    const [found] = await inspectFiles({ inputs: [path] });
    expect(found).toMatchObject({
      ...{ format: 'redteam', rows: 3, rejected: 0, trimmedRows: 1, blankLines: 1 },
      ...{ firstTime: 9, lastTime: 8 },
    });
    expect(found!.columns[0]).toEqual({
      ...{ name: 'src_user', distinct: 2 },
      top: [
        { value: 'U2@D', rows: 2 },
        { value: 'U1@D', rows: 1 },
      ],
    });
  });
});

describe('several files', () => {
  test('are told of one by one, whatever is wrong with those before', async () => {
    const inputs = [
      file('unknown.txt', 'Dear reader,\n'),
      file('empty.txt', ''),
      file('other.zip', Buffer.from('PK\u0003\u0004 and more of it')),
      file('auth.txt', lines(authRows(10, 3))),
    ];
    const { files, leftOut } = await inspectAll({ inputs: [...inputs, inputs[3]!] });
    expect(leftOut).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual([...inputs, inputs[3]]);
    expect(files.map(({ error }) => error?.code)).toEqual([
      ...['UNKNOWN_FORMAT', undefined, 'UNKNOWN_FORMAT'],
      ...[undefined, undefined],
    ]);
    expect(files.map(({ bytes }) => bytes).slice(0, 3)).toEqual([13, 0, 19]);
    expect(files.map(({ rows }) => rows)).toEqual([0, 0, 0, 10, 10]);
    expect(files[3]).toEqual(files[4]);
  });

  test('end with the first that is not there', async () => {
    const inputs = [file('auth.txt', lines(authRows(10, 3))), join(folder, 'gone.txt')];
    await expect(inspectFiles({ inputs })).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
  });

  test.each([1, 3])('are called off at once, also in the middle of one, with %d threads', async (threads) => {
    const inputs = [file('auth.txt', lines(authRows(1, 3)).repeat(200_000))];
    const controller = new AbortController();
    const options = { inputs, threads, signal: controller.signal, onProgress: () => controller.abort() };
    await expect(inspectFiles(options)).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    const before = inspectFiles({ inputs, threads, signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
  });
});
