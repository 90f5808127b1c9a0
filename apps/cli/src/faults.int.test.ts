import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc, cmscProcess, finished, shell, startCmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const FORMATS = ['csv', 'csv.gz', 'jsonl', 'parquet', 'duckdb'];

/** Logons and logoffs of `users` users, a session each, whose names can hardly be compressed. */
function manySessions(users: number): string {
  const name = (i: number) => `U${((i + 1) * 2654435761) % 4294967296}@DOM${(i * 40503) % 65536}`;
  const rows = (time: number, orientation: string) =>
    Array.from({ length: users }, (_, i) => authRow(time, name(i), 'C1', `C${i}`, orientation)).join('');
  return rows(1, 'LogOn') + rows(2, 'LogOff');
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

function names(): string[] {
  return readdirSync(folder.path).sort();
}

describe.each(FORMATS)('an output as %s', (format) => {
  const output = `out.${format}`;

  it('stays as it was when the gzip data is cut off or damaged', async () => {
    const whole = gzipSync(manySessions(3000));
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 64);
    file(output, 'old');
    for (const bytes of [whole.subarray(0, whole.length >> 1), damaged]) {
      const input = file('auth.gz', bytes);
      const { status, stderr } = await cmsc(['sessions', input, '-o', output, '--force'], {
        cwd: folder.path,
      });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^cmsc: [^\n]*auth\.gz[^\n]*\n$/),
      });
      expect(readFileSync(join(folder.path, output), 'utf8')).toBe('old');
      expect(names()).toEqual(['auth.gz', output]);
    }
  });

  it('stays as it was when the disk is full', async () => {
    file('auth.txt', manySessions(4000));
    file(output, 'old');
    const line = `ulimit -f 8; cmsc sessions auth.txt -o ${output} --force`;
    const { status, stderr } = await shell(line, folder.path);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(
        /^cmsc: [^\n]*can't be written: [^\n]*limit for the size of a file[^\n]*\n$/,
      ),
    });
    expect(readFileSync(join(folder.path, output), 'utf8')).toBe('old');
    expect(names()).toEqual(['auth.txt', output]);
  });

  it('is not there when its folder vanishes, and the run says so', async () => {
    mkdirSync(join(folder.path, 'there'));
    const child = startCmsc(['sessions', '-', '-o', join('there', output)], { cwd: folder.path });
    const end = finished(child);
    child.stdin.on('error', () => {});
    if (!child.stdin.write(AUTH.repeat(1) + authRow(31, 'U', 'C', 'C', 'TGS').repeat(20_000)))
      await once(child.stdin, 'drain');
    renameSync(join(folder.path, 'there'), join(folder.path, 'gone'));
    child.stdin.end();
    const { status, stderr } = await end;
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/^cmsc: [^\n]*can't be written: [^\n]+\n$/),
    });
    expect(names()).toEqual(['gone']);
    expect(readdirSync(join(folder.path, 'gone'))).not.toContain(output);
  });

  it('is that of one of two runs, and the other is told', async () => {
    file('auth.txt', manySessions(500));
    const runs = await Promise.all(
      [1, 2].map(() => cmsc(['sessions', 'auth.txt', '-o', output, '-q'], { cwd: folder.path })),
    );
    expect(runs.map(({ status }) => status).sort()).toEqual([0, 3]);
    expect(runs.map(({ stderr }) => stderr).join('')).toMatch(/^cmsc: [^\n]*exists already[^\n]*\n$/);
    expect(names()).toEqual(['auth.txt', output]);
  });

  it('goes where a link leads, and has an odd name', async () => {
    const odd = `it's "odd"\n;DROP TABLE sessions;--$1.${format}`;
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(join('elsewhere', odd), join(folder.path, output));
    const { status, stderr } = await cmsc(['sessions', '-', '-o', output, '-q'], {
      cwd: folder.path,
      stdin: AUTH,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(folder.path, 'elsewhere'))).toEqual([odd]);
    const again = await cmsc(['sessions', '-', '-o', join('elsewhere', odd)], {
      cwd: folder.path,
      stdin: AUTH,
    });
    expect(again).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^cmsc: [^\n]*exists already[^\n]*\n$/),
    });
  });
});

describe('names that are SQL', () => {
  const hostile = [
    `'); DROP TABLE sessions; --`,
    `"; ATTACH 'x' AS y; --`,
    `$1`,
    `';COPY sessions TO 'stolen`,
  ];

  it('are data in a database', async () => {
    const rows = hostile.map((name) => authRow(1, name.replaceAll(',', ' '), 'C1', name, 'LogOn'));
    const csv = (text: string) =>
      text.replaceAll(/[^,\n]*"[^,\n]*/g, (field) => `"${field.replaceAll('"', '""')}"`);
    const stdin = csv(
      [...rows, ...rows.map((row) => row.replace(/^1/, '2').replace('LogOn', 'LogOff'))].join(''),
    );
    expect(await cmsc(['sessions', '-', '-o', 'x.duckdb', '-q'], { cwd: folder.path, stdin })).toMatchObject({
      status: 0,
    });
    const sql = 'SELECT dst_user, dst_machine, origins FROM sessions ORDER BY ALL';
    const { stdout } = await cmsc(['query', 'x.duckdb', sql, '--format', 'jsonl'], { cwd: folder.path });
    const found = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { dst_user: string; dst_machine: string });
    expect(found.map(({ dst_machine }) => dst_machine).sort()).toEqual([...hostile].sort());
    expect(found.every((row) => row.dst_user === row.dst_machine)).toBe(true);
    expect(names()).toEqual(['x.duckdb']);
  });
});

describe('hostile input', () => {
  it('of ten megabytes in one line, and of NUL bytes, is skipped row by row and counted', async () => {
    const long = authRow(11, 'U'.repeat(10_000_000), 'C', 'C', 'LogOn');
    const nul = authRow(12, 'U\0', 'C', 'C', 'LogOn');
    const [first, ...rest] = AUTH.split(/(?<=\n)/);
    const input = file('auth.txt', [first, long, nul, '\0'.repeat(1000), '\n', ...rest].join(''));
    const args = [
      'sessions',
      input,
      '--on-bad-row',
      'skip',
      '--rejects',
      'rejects.csv',
      '--report',
      'report.json',
    ];
    const { status, stdout } = await cmsc(args, { cwd: folder.path });
    expect({ status, stdout }).toEqual({ status: 0, stdout: SESSIONS });
    const { ledger } = JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8'));
    expect(ledger).toMatchObject({ rows: 12, rejected: 3, starts: 4, ends: 4, other: 1 });
    // A row is cut at 1 MiB.
    expect(readFileSync(join(folder.path, 'rejects.csv')).length).toBeLessThan(1_100_000);
  });

  it('that unpacks to a thousand times its size is read in bounded memory', async () => {
    const row = authRow(1, 'U1@D', 'C1', 'C2', 'LogOn');
    const member = gzipSync(row.repeat(200_000), { level: 9 });
    const bomb = file('bomb.gz', Buffer.concat(new Array<Buffer>(20).fill(member)));
    // A process of its own: this one's peak is that of all the tests before.
    const { status } = await cmscProcess(['sessions', bomb, '--no-output', '--report', 'report.json'], {
      cwd: folder.path,
    });
    expect(status).toBe(0);
    const { ledger, timing } = JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8'));
    expect(ledger).toMatchObject({ rows: 4_000_000, starts: 4_000_000, repeatedStarts: 3_999_999, open: 1 });
    // It is 240 MB unpacked; what the process takes without any input is 100 MB.
    expect(timing.peakRssBytes).toBeLessThan(250e6);
  });

  it('that is one endless line is given up in bounded memory', async () => {
    const bomb = file('zeros.gz', gzipSync(Buffer.alloc(100_000_000), { level: 9 }));
    const strict = await cmsc(['sessions', bomb], { cwd: folder.path });
    expect(strict).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^cmsc: [^\n]*zeros\.gz:1: [^\n]+\n$/),
    });
    const args = ['sessions', bomb, '--no-output', '--on-bad-row', 'skip', '--report', 'report.json'];
    expect((await cmscProcess(args, { cwd: folder.path })).status).toBe(0);
    const { ledger, timing } = JSON.parse(readFileSync(join(folder.path, 'report.json'), 'utf8'));
    expect(ledger).toMatchObject({ rows: 1, rejected: 1 });
    expect(timing.peakRssBytes).toBeLessThan(250e6);
  });
});
