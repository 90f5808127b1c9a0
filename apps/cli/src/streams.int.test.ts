import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc, shell, startCmsc, finished } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS, SESSIONS_HEADER } from './testing/rows.js';

const folder = useFolder();

/** `count` users with a session each. */
function manySessions(count: number): string {
  const users = Array.from({ length: count }, (_, i) => `U${i}@DOM1`);
  const rows = (time: number, orientation: string) =>
    users.map((user) => authRow(time, user, 'C1', 'C2', orientation)).join('');
  return rows(1, 'LogOn') + rows(2, 'LogOff');
}

describe('standard output and standard error', () => {
  it('hold data and talk, apart', async () => {
    const { stdout, stderr } = await cmsc(['sessions', '-'], { stdin: AUTH });
    expect(stdout).toBe(SESSIONS);
    expect(stderr).toContain('9 rows read: 4 logons, 4 logoffs, 1 of other kinds');
    expect(stderr).toContain('2 sessions of 2 keys');
    expect(stderr).toContain('1 orphaned logoff: ');
    expect(stderr).toContain('1 open session: ');
  });

  it('have no talk with --quiet, before or after the command', async () => {
    expect((await cmsc(['sessions', '-', '-q'], { stdin: AUTH })).stderr).toBe('');
    expect((await cmsc(['--quiet', 'sessions', '-'], { stdin: AUTH })).stderr).toBe('');
  });

  it('warn with --quiet, too, of what the result does not mean', async () => {
    const redteam = join(folder.path, 'redteam.txt');
    writeFileSync(redteam, '');
    const run = await cmsc(['sessions', '-', '-q', '--user', 'U9*', '--redteam', redteam], { stdin: AUTH });
    expect(run).toMatchObject({ status: 0 });
    expect(run.stderr).toBe(
      `${redteam}: the red-team file holds no rows, so that nothing counts as attacked\nauth: no row has a name that matches "U9*"\n`,
    );
  });

  it('have no escape codes and no progress when they are no terminals', async () => {
    const env = { NO_COLOR: '', FORCE_COLOR: '' };
    const { stdout, stderr } = await cmsc(['sessions', '-'], { stdin: AUTH, env });
    expect(stdout + stderr).not.toMatch(/[\u001b\r]/);
  });

  it('tell with --debug which reader was chosen', async () => {
    const { stderr } = await cmsc(['sessions', '-', '--debug'], { stdin: AUTH });
    expect(stderr.length).toBeGreaterThan((await cmsc(['sessions', '-'], { stdin: AUTH })).stderr.length);
  });
});

describe('a closed standard output', () => {
  it('ends the run silently, with status 0', async () => {
    writeFileSync(join(folder.path, 'auth.txt'), manySessions(30_000));
    writeFileSync(join(folder.path, 'redteam.txt'), '1,U1@DOM1,C1,C2\n');
    for (const options of ['', '--order close', '--format jsonl']) {
      const line = `cmsc sessions auth.txt ${options} | head -n 1; exit \${PIPESTATUS[0]}`;
      const { status, stdout, stderr } = await shell(line, folder.path);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.split('\n')).toHaveLength(2);
    }
    const label = await shell(
      'cmsc label auth.txt --redteam redteam.txt | head -n 1; exit ${PIPESTATUS[0]}',
      folder.path,
    );
    expect({ status: label.status, stderr: label.stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('ends a run whose input never ends', async () => {
    writeFileSync(join(folder.path, 'redteam.txt'), '1,U1@D,C1,C2\n');
    const row = authRow(1, 'U1', 'C1', 'C2', 'LogOn').trimEnd();
    const line = `yes '${row}' | cmsc label - --redteam redteam.txt | head -n 1; exit \${PIPESTATUS[1]}`;
    const { status, stderr } = await shell(line, folder.path);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('standard input', () => {
  it('may be closed before it said anything', async () => {
    expect((await cmsc(['sessions', '-'])).stdout).toBe(`${SESSIONS_HEADER}\n`);
  });

  it('does not keep a run alive that has failed', async () => {
    const child = startCmsc(['sessions', '-']);
    const end = finished(child);
    child.stdin.write('not auth\n');
    child.stdin.write(AUTH);
    child.stdin.on('error', () => {});
    // It stays open: the run has to end by itself. What it read so far may wait in its buffer, so fill that up.
    for (let i = 0; i < 64; i++) child.stdin.write(authRow(50, 'U', 'C', 'C', 'LogOn').repeat(2000));
    expect((await end).status).toBe(1);
    child.stdin.destroy();
  });
});
