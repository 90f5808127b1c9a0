import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc, shell } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const inFolder = (name: string) => join(folder.path, name);

function file(name: string, content: string): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

describe('-o FILE', () => {
  it('takes the format from the extension, and nothing goes to standard output', async () => {
    const auth = file('auth.txt', AUTH);
    for (const extension of ['csv', 'csv.gz', 'jsonl', 'jsonl.gz'])
      expect((await cmsc(['sessions', auth, '-o', inFolder(`out.${extension}`)])).stdout).toBe('');
    expect(readFileSync(inFolder('out.csv'), 'utf8')).toBe(SESSIONS);
    expect(gunzipSync(readFileSync(inFolder('out.csv.gz'))).toString()).toBe(SESSIONS);
    const lines = readFileSync(inFolder('out.jsonl'), 'utf8');
    expect(lines.trimEnd().split('\n')).toHaveLength(2);
    expect(gunzipSync(readFileSync(inFolder('out.jsonl.gz'))).toString()).toBe(lines);
  });

  it('takes --format against the extension', async () => {
    await cmsc(['sessions', file('auth.txt', AUTH), '-o', inFolder('out.txt'), '--format', 'csv']);
    expect(readFileSync(inFolder('out.txt'), 'utf8')).toBe(SESSIONS);
  });

  it('is replaced with --force only when the run succeeds', async () => {
    const output = file('out.csv', 'old');
    expect((await cmsc(['sessions', file('bad.txt', `${AUTH}x\n`), '-o', output, '--force'])).status).toBe(1);
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect((await cmsc(['sessions', file('auth.txt', AUTH), '-o', output, '--force'])).status).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(SESSIONS);
    expect(readdirSync(folder.path).sort()).toEqual(['auth.txt', 'bad.txt', 'out.csv']);
  });

  it('may have blanks, quotes and a newline in its name', async () => {
    const output = inFolder(`o'ut "of"\nline.csv`);
    expect((await cmsc(['sessions', file('auth.txt', AUTH), '-o', output])).status).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(SESSIONS);
  });

  it('writes to special files, and does not rename onto them', async () => {
    const run = await cmsc(['sessions', file('auth.txt', AUTH), '-o', '/dev/null', '--format', 'csv']);
    expect(run.status).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('takes the null device without a format', async () => {
    expect((await cmsc(['sessions', file('auth.txt', AUTH), '-o', '/dev/null'])).status).toBe(0);
  });

  it('writes to a named pipe', async () => {
    file('auth.txt', AUTH);
    const run = await shell(
      'mkfifo pipe && { cmsc -q sessions auth.txt -o pipe --format csv & cat pipe; wait $!; }',
      folder.path,
    );
    expect(run).toEqual({ status: 0, stdout: SESSIONS, stderr: '' });
  });

  it('follows a symbolic link with --force: the link stays', async () => {
    mkdirSync(inFolder('kept'));
    const target = file('kept/out.csv', 'old');
    symlinkSync(target, inFolder('link.csv'));
    expect(
      (await cmsc(['sessions', file('auth.txt', AUTH), '-o', inFolder('link.csv'), '--force'])).status,
    ).toBe(0);
    expect(lstatSync(inFolder('link.csv')).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe(SESSIONS);
  });
});

describe('--no-output', () => {
  it('writes nothing but the report', async () => {
    const report = inFolder('report.json');
    const run = await cmsc(['sessions', '-', '--no-output', '--report', report], { stdin: AUTH });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 0, stdout: '' });
    expect(readdirSync(folder.path)).toEqual(['report.json']);
    expect(JSON.parse(readFileSync(report, 'utf8')).outputs).toEqual([]);
  });
});

describe('--on-bad-row skip', () => {
  const bad = ['x', '1,"a, b",C1', authRow(2, 'U', 'C', 'C', 'LOGON').trimEnd()];

  it('counts bad rows, goes on, and writes them with file, line, reason and row', async () => {
    const rows = AUTH.trimEnd().split('\n');
    const auth = file(
      'auth.txt',
      `${[bad[0], ...rows.slice(0, 3), bad[1], ...rows.slice(3), bad[2]].join('\n')}\n`,
    );
    const run = await cmsc(['sessions', auth, '--on-bad-row', 'skip', '--rejects', inFolder('rejects.csv')]);
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 0, stdout: SESSIONS });
    expect(run.stderr).toContain('3 bad rows skipped');
    const [header, ...rejects] = readFileSync(inFolder('rejects.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('file,line,reason,row');
    expect(rejects).toHaveLength(3);
    expect(rejects[0]).toMatch(new RegExp(`^${auth},1,.+,x$`));
    expect(rejects[1]).toContain(`${auth},5,`);
    expect(rejects[1]).toContain('"1,""a, b"",C1"');
    expect(rejects[2]).toContain(`${auth},12,`);
  });

  it('writes no rejects file when the run fails', async () => {
    const run = await cmsc([
      'sessions',
      file('a.txt', 'x\n'),
      inFolder('none.txt'),
      '--on-bad-row',
      'skip',
      '--rejects',
      inFolder('r.csv'),
    ]);
    expect(run.status).toBe(3);
    expect(existsSync(inFolder('r.csv'))).toBe(false);
  });
});
