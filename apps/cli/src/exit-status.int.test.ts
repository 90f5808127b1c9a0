import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc, cmscProcess, shell, type Finished } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow } from './testing/rows.js';

const folder = useFolder();

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** The one line of an error, without the name of the program. */
function errorOf({ stderr }: Finished): string {
  expect(stderr).toMatch(/^cmsc: [^\n]+\n$/);
  return stderr.slice('cmsc: '.length, -1);
}

describe('exit status 1: bad data', () => {
  const bad: [what: string, content: string | Buffer, line: number][] = [
    ['a row with a column too few', `${AUTH}31,U1@D,C1\n`, 10],
    ['a row with a column too many', `${AUTH}${AUTH.split('\n')[0]},x\n`, 10],
    ['a blank line', `${AUTH}\n`, 10],
    ['a time that is no whole number', authRow('1.5', 'U', 'C', 'C', 'LogOn'), 1],
    [
      'a time that goes backwards',
      authRow(2, 'U', 'C', 'C', 'LogOn') + authRow(1, 'U', 'C', 'C', 'LogOff'),
      2,
    ],
    ['a LogOn in another spelling', authRow(1, 'U', 'C', 'C', 'Log On'), 1],
    ['a NUL byte', authRow(1, 'U\0', 'C', 'C', 'LogOn'), 1],
    ['bytes that are not UTF-8', Buffer.from(authRow(1, 'U\xff', 'C', 'C', 'LogOn'), 'latin1'), 1],
    ['quotes that do not close', authRow(1, '"U', 'C', 'C', 'LogOn'), 1],
    ['a line over 1 MiB', AUTH + authRow(40, 'U'.repeat(1_100_000), 'C', 'C', 'LogOn'), 10],
  ];

  it.each(bad)('%s', async (_, content, line) => {
    const path = file('auth.txt', content);
    const output = join(folder.path, 'out.csv');
    const run = await cmsc(['sessions', path, '-o', output]);
    expect(run.status).toBe(1);
    expect(errorOf(run).startsWith(`${path}:${line}: `)).toBe(true);
    expect(readdirSync(folder.path)).toEqual(['auth.txt']);
  });

  it('a time that goes backwards from file to file', async () => {
    const later = file('b.txt', authRow(9, 'U', 'C', 'C', 'LogOn'));
    const run = await cmsc(['sessions', later, file('a.txt', AUTH)]);
    expect(run.status).toBe(1);
    expect(errorOf(run)).toMatch(/a\.txt:1: /);
  });

  it('gzip that is cut off, or damaged', async () => {
    const whole = gzipSync(AUTH.repeat(1));
    const cut = await cmsc(['sessions', file('cut.gz', whole.subarray(0, -12))]);
    expect(cut.status).toBe(1);
    expect(errorOf(cut)).toContain('cut.gz');
    const damaged = Buffer.from(whole);
    damaged[30] = (damaged[30] as number) ^ 0xff;
    const broken = await cmsc(['sessions', file('damaged.gz', damaged), '--on-bad-row', 'skip']);
    expect(broken.status).toBe(1);
    expect(errorOf(broken)).toContain('damaged.gz');
  });

  it('a bad row of the red-team file', async () => {
    const run = await cmsc(['sessions', '-', '--redteam', file('redteam.txt', '1,U,C\n')], { stdin: AUTH });
    expect(run.status).toBe(1);
    expect(errorOf(run)).toMatch(/redteam\.txt:1: /);
  });
});

describe('exit status 0: no rows', () => {
  it.each(['sessions', 'processes', 'label', 'redteam', 'inspect', 'score', 'build'])(
    'an empty file whose name says nothing, by %s',
    async (command) => {
      const path = file('nothing', '');
      const more = { label: ['--redteam', path], build: ['-o', join(folder.path, 'x.duckdb')] };
      const run = await cmsc([command, path, ...(more[command as 'label'] ?? [])]);
      expect(run.status).toBe(0);
      expect(run.stderr).not.toMatch(/^cmsc: /m);
    },
  );
});

describe('exit status 2: bad usage', () => {
  it('a command that there is not, by the command itself', async () => {
    const run = await cmscProcess(['sesions', 'auth.txt'], { cwd: folder.path });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 2, stdout: '' });
    expect(errorOf(run)).toContain('(did you mean sessions?)');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    [['sessions', 'auth.txt', '--state-out', 's', '--report', 's'], 'the same file'],
    [['sessions', 'auth.txt', '-o', 'x.csv', '--report', './x.csv'], 'the same file'],
    [['sessions', 'auth.txt', '-o', 'x.duckdb', '--report', 'x.duckdb.wal'], 'a database of this run'],
    [
      ['build', 'auth.txt', '-o', 'x.duckdb', '--rejects', './x.duckdb.tmp', '--on-bad-row', 'skip'],
      'a database of this run',
    ],
    [
      ['score', 'auth.txt', '-o', 's.db', '--format', 'duckdb', '--report', 's.db.wal'],
      'a database of this run',
    ],
    [['sessions', '-', '-'], 'standard input'],
    [['sessions', '-', '--redteam', '-'], 'standard input'],
  ])('one file for two things: %j', async (args, says) => {
    file('auth.txt', AUTH);
    const run = await cmsc(args, { cwd: folder.path });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 2, stdout: '' });
    expect(errorOf(run)).toContain(says);
    expect(readdirSync(folder.path)).toEqual(['auth.txt']);
  });

  it('a key column or a file extension that there is not', async () => {
    const path = file('auth.txt', AUTH);
    const key = await cmsc(['sessions', path, '--key', 'dst_user,machine']);
    expect(key.status).toBe(2);
    expect(errorOf(key)).toContain('"machine"');
    const extension = await cmsc(['sessions', path, '-o', join(folder.path, 'out.xlsx')]);
    expect(extension.status).toBe(2);
    expect(errorOf(extension)).toContain('out.xlsx');
  });
});

describe('exit status 3: input or output failed', () => {
  it('a missing file', async () => {
    const run = await cmsc(['sessions', join(folder.path, 'none.txt')]);
    expect(run.status).toBe(3);
    expect(errorOf(run)).toContain('none.txt');
  });

  it('a folder with nothing of the kind in it', async () => {
    file('notes.txt', 'hello\n');
    for (const command of ['sessions', 'processes']) {
      const run = await cmsc([command, folder.path]);
      expect(run.status).toBe(3);
      expect(errorOf(run)).toContain(folder.path);
    }
  });

  it('a missing red-team file', async () => {
    const run = await cmsc(['sessions', file('auth.txt', AUTH), '--redteam', join(folder.path, 'none')]);
    expect(run.status).toBe(3);
    expect(errorOf(run)).toContain('none');
  });

  it('an output that exists, which stays as it is', async () => {
    const [auth, output] = [file('auth.txt', AUTH), file('out.csv', 'old')];
    const run = await cmsc(['sessions', auth, '-o', output]);
    expect(run.status).toBe(3);
    expect(errorOf(run)).toContain('--force');
    expect(readFileSync(output, 'utf8')).toBe('old');
  });

  it('a report or rejects that exist', async () => {
    const [auth, old] = [file('auth.txt', AUTH), file('old', 'old')];
    const report = await cmsc(['sessions', auth, '--no-output', '--report', old]);
    const rejects = await cmsc(['sessions', auth, '--no-output', '--on-bad-row', 'skip', '--rejects', old]);
    expect([report.status, rejects.status]).toEqual([3, 3]);
    expect(readFileSync(old, 'utf8')).toBe('old');
  });

  it('an output folder that is not there, or is a file', async () => {
    const auth = file('auth.txt', AUTH);
    for (const output of [join(folder.path, 'none', 'out.csv'), join(auth, 'out.csv')]) {
      const run = await cmsc(['sessions', auth, '-o', output]);
      expect(run.status).toBe(3);
      errorOf(run);
    }
  });

  it('an output that is a folder', async () => {
    const output = join(folder.path, 'out.csv');
    mkdirSync(output);
    const run = await cmsc(['sessions', file('auth.txt', AUTH), '-o', output, '--force']);
    expect(run.status).toBe(3);
    errorOf(run);
    expect(readdirSync(output)).toEqual([]);
  });

  it('a full disk behind standard output', async () => {
    file('redteam.txt', '1,U,C1,C2\n');
    file('auth.txt', AUTH);
    const { status, stderr } = await shell(
      'cmsc redteam redteam.txt > /dev/full; a=$?; cmsc -q sessions auth.txt > /dev/full; exit $((a * 10 + $?))',
      folder.path,
    );
    expect(status).toBe(33);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('errors', () => {
  it('name odd file names on one line, without control characters', async () => {
    const run = await cmsc(['sessions', 'no\nsuch\u001b[31m file']);
    expect(run.status).toBe(3);
    expect(errorOf(run)).toContain('no\\x0asuch\\x1b[31m file');
  });

  it('come with a stack only with --debug', async () => {
    const { stderr } = await cmsc(['sessions', 'none.txt', '--debug'], { cwd: folder.path });
    expect(stderr).toMatch(/^cmsc: none\.txt: .*\n(.*\n)*\s+at /);
  });

  it('are said with --quiet too', async () => {
    errorOf(await cmsc(['-q', 'sessions', 'none.txt'], { cwd: folder.path }));
  });
});
