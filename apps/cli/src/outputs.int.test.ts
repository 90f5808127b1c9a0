import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Interruption } from './program/interruption.js';
import { cmsc, shell } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const inFolder = (name: string) => join(folder.path, name);

function file(name: string, content = AUTH): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

/** More rows than a pipe holds of sessions. */
const MUCH = Array.from({ length: 20_000 }, (_, i) =>
  ['LogOn', 'LogOff'].map((what) => authRow(i, `U${i}`, 'C1', 'C1', what)).join(''),
).join('');

const names = () => readdirSync(folder.path).sort();

describe('two names of one file', () => {
  const OPTIONS: Readonly<Record<string, readonly string[]>> = {
    '-o': [],
    '--report': [],
    '--rejects': ['--on-bad-row', 'skip'],
    '--state-out': [],
  };
  const pairs = Object.keys(OPTIONS).flatMap((one, i) =>
    Object.keys(OPTIONS)
      .slice(i + 1)
      .map((other) => [one, other] as const),
  );

  it.each(pairs)('%s and %s are refused', async (one, other) => {
    mkdirSync(inFolder('sub'));
    symlinkSync('sub', inFolder('link'));
    const more = [...OPTIONS[one]!, ...OPTIONS[other]!];
    const args = ['sessions', file('auth.txt'), ...more, one, inFolder('sub/o.csv'), other];
    const run = await cmsc([...args, inFolder('link/o.csv'), '--force']);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('name the same file');
    expect(readdirSync(inFolder('sub'))).toEqual([]);
  });

  it.each(Object.keys(OPTIONS))('%s is no input, whatever --force says', async (option) => {
    const auth = file('auth.txt');
    linkSync(auth, inFolder('same.csv'));
    const args = ['sessions', auth, ...OPTIONS[option]!, option, inFolder('same.csv'), '--force'];
    const run = await cmsc(option === '-o' ? args : [...args, '--no-output']);
    expect(run.status).toBe(2);
    expect(readFileSync(auth, 'utf8')).toBe(AUTH);
  });

  it('no query replaces the database that it asks, or what lies beside it', async () => {
    await cmsc(['build', file('auth.txt'), '-o', inFolder('x.duckdb')]);
    symlinkSync('x.duckdb', inFolder('link.duckdb'));
    for (const command of [['query', 'SELECT 1'], ['sequences'], ['ngrams']]) {
      const [name = '', ...sql] = command;
      for (const output of ['link.duckdb', 'x.duckdb.wal', 'x.duckdb.tmp']) {
        const options = ['-o', inFolder(output), '--force', '--format', 'duckdb'];
        const run = await cmsc([name, inFolder('x.duckdb'), ...sql, ...options]);
        expect({ output, status: run.status }).toEqual({ output, status: 2 });
      }
    }
    const run = await cmsc(['query', inFolder('x.duckdb'), 'SELECT count(*) AS n FROM sessions']);
    expect(run.stdout).toBe('n\n2\n');
  });

  it.skipIf(!existsSync('/dev/fd/1'))('what is open already is gone on with', async () => {
    file('auth.txt');
    const run = await shell(
      `echo before > log; cmsc sessions auth.txt -q -o /dev/stdout >> log
       cmsc sessions auth.txt -q -o /dev/fd/3 3>> log; cmsc sessions auth.txt -q --no-output --report /dev/stdout >> log
       cmsc sessions auth.txt -q -o - --report /dev/stdout; echo $?`,
      folder.path,
    );
    expect(run.stdout).toBe('2\n');
    expect(readFileSync(inFolder('log'), 'utf8').startsWith(`before\n${SESSIONS}${SESSIONS}{\n`)).toBe(true);
  });
});

describe('a reader that has seen enough', () => {
  it('takes neither state nor report nor rejects along', async () => {
    file('auth.txt', `${MUCH}x\n`);
    const options = '--on-bad-row skip --rejects bad.csv --state-out st --report r.json';
    const run = await shell(
      `cmsc sessions auth.txt -q ${options} | head -1 > /dev/null; echo "\${PIPESTATUS[0]}"
       cmsc sessions auth.txt -q ${options} --no-output --force; echo $?`,
      folder.path,
    );
    expect(run.stdout).toBe('0\n0\n');
    expect(names()).toEqual(['auth.txt', 'bad.csv', 'r.json', 'st']);
    expect(JSON.parse(readFileSync(inFolder('r.json'), 'utf8'))).toMatchObject({ ledger: { rejected: 1 } });
  });

  it('of anything but standard output is an error', async () => {
    file('auth.txt', MUCH);
    execFileSync('mkfifo', [inFolder('pipe')]);
    const run = await shell(
      `(head -1 pipe > /dev/null) & cmsc sessions auth.txt -q --format csv -o pipe; echo $?`,
      folder.path,
    );
    expect(run.stdout).toBe('3\n');
    expect(run.stderr).toBe("cmsc: pipe: can't be written: nobody reads it any more\n");
  });
});

describe('a named pipe that nobody reads', () => {
  it.each([['-o'], ['--report'], ['--state-out'], ['--on-bad-row', 'skip', '--rejects']])(
    'as %s is waited for until the run is interrupted',
    async (...option) => {
      execFileSync('mkfifo', [inFolder('pipe')]);
      const more = option.includes('-o') ? [] : ['--no-output'];
      const interruption = new Interruption(() => {});
      let isOver = false;
      const args = ['sessions', file('auth.txt'), ...more, ...option, inFolder('pipe')];
      const run = cmsc(args, { interruption }).finally(() => (isOver = true));
      // Whatever it does by then: it is not over.
      await setTimeout(300);
      expect(isOver).toBe(false);
      interruption.stop();
      expect((await run).status).toBe(130);
      expect(names()).toEqual(['auth.txt', 'pipe']);
    },
  );

  it('is no database', async () => {
    execFileSync('mkfifo', [inFolder('x.duckdb')]);
    const database = inFolder('x.duckdb');
    expect((await cmsc(['build', file('auth.txt'), '-o', database, '--force'])).status).toBe(2);
    expect((await cmsc(['query', database, 'SELECT 1'])).status).toBe(1);
    expect((await cmsc(['sequences', database])).status).toBe(1);
  });
});

describe('build', () => {
  it.each(['w.csv', 'w', 'w.parquet', '/dev/null'])('writes no %s', async (name) => {
    const path = name.startsWith('/') ? name : inFolder(name);
    const run = await cmsc(['build', file('auth.txt'), '-o', path]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('end it in .duckdb');
    expect(names()).toEqual(['auth.txt']);
  });

  it('writes into a folder whose name has a ?, and so does all else', async () => {
    mkdirSync(inFolder('a?b'));
    const auth = file('auth.txt');
    const database = inFolder('a?b/x.duckdb');
    expect((await cmsc(['build', auth, '-o', database])).status).toBe(0);
    expect((await cmsc(['query', database, 'SELECT count(*) AS n FROM sessions'])).stdout).toBe('n\n2\n');
    for (const ending of ['csv', 'parquet', 'duckdb']) {
      expect((await cmsc(['sessions', auth, '-o', inFolder(`a?b/s.${ending}`)])).status).toBe(0);
      expect((await cmsc(['query', database, 'SELECT 1', '-o', inFolder(`a?b/q.${ending}`)])).status).toBe(0);
    }
    expect(readdirSync(inFolder('a?b'))).toHaveLength(7);
  });
});

describe('the format of an output', () => {
  it.each([
    [['sequences'], 'o.weird'],
    [['ngrams'], 'o.weird'],
    [['report'], 'o.pdf'],
    [['query', 'SELECT 1'], 'o.weird'],
    [['sequences', '--text'], 'o.parquet'],
    [['sequences', '--text', '--split'], 'o.csv'],
  ])('%j is not to be told from %s', async ([command = '', ...more], name) => {
    await cmsc(['build', file('auth.txt'), '-o', inFolder('x.duckdb')]);
    const run = await cmsc([command, inFolder('x.duckdb'), ...more, '-o', inFolder(name)]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('does not say its format');
    expect(names()).toEqual(['auth.txt', 'x.duckdb']);
  });
});
