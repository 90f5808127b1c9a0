import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH } from './testing/rows.js';

const folder = useFolder();
let env: Record<string, string>;
beforeEach(() => {
  mkdirSync(join(folder.path, 'data'));
  mkdirSync(join(folder.path, 'tmp'));
  writeFileSync(join(folder.path, 'data', 'auth.txt'), AUTH);
  env = { TMPDIR: join(folder.path, 'tmp') };
});

/** Runs `cmsc dashboard` without a terminal. */
const dashboard = (...args: string[]) => cmsc(['dashboard', ...args], { cwd: folder.path, env });

/** Nothing temporary is left. */
function expectClean(): void {
  expect(readdirSync(join(folder.path, 'tmp'))).toEqual([]);
}

describe('cmsc dashboard without a terminal', () => {
  it('prints the overview of a database as plain text', async () => {
    await cmsc(['build', 'data', '-o', 'X.duckdb'], { cwd: folder.path });
    for (const args of [['X.duckdb'], ['X.duckdb', '--once']]) {
      const { status, stdout, stderr } = await dashboard(...args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('2 sessions · 1 user · 1 computer · 21s · not labelled');
      expect(stdout).toMatch(/├ starts +4 /);
      expect(stdout).toContain('U1@D');
      expect(stdout).not.toContain('\u001b');
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
    expectClean();
  });

  it('prints any screen, with any filter, and refuses one that does not fit', async () => {
    await cmsc(['build', 'data', '-o', 'X.duckdb'], { cwd: folder.path });
    const { SCREENS } = await import('@cmsc/dashboard');
    for (const screen of SCREENS) {
      const { status, stdout, stderr } = await dashboard('X.duckdb', '--once', '--screen', screen);
      expect({ screen, status, stderr }).toEqual({ screen, status: 0, stderr: '' });
      expect(stdout.toLowerCase()).toMatch(`x.duckdb\n${screen === 'redteam' ? 'red team' : screen}`);
      expect(stdout).not.toContain('none attacked');
    }
    const filtered = await dashboard('X.duckdb', '--screen', 'user', '--filter', 'duration>=2.5');
    expect(filtered).toMatchObject({ status: 0, stderr: '' });
    expect(filtered.stdout).toMatch(/^User U1@D · filter duration>=2\.5$/m);
    const ofOther = await dashboard('X.duckdb', '--screen', 'data', '--filter', 'counter=orphanEnds');
    expect(ofOther.stdout).toMatch(/^Data · filter counter=orphanEnds$[^]*\[ledger \d\][^]*orphanEnds/m);
    const session = await dashboard('X.duckdb', '--screen', 'session=1');
    expect(session.stdout).toMatch(/^Session 1$/m);
    const nobody = await dashboard('X.duckdb', '--screen', 'user=U1');
    expect(nobody.stdout).toMatch(/^U1: no session of it, no red-team event \(U1@D\?\)$/m);
    const near = await dashboard('X.duckdb', '--filter', 'user=U1 or computer = nothing');
    expect(near.stdout).toContain('no rows: no dst_user is U1 (U1@D?); no dst_machine is nothing');
    for (const screen of ['session=x', 'data=1', 'user='])
      expect(await dashboard('X.duckdb', '--screen', screen)).toMatchObject({ status: 2, stdout: '' });
    for (const args of [
      ['--filter', 'nothing=1'],
      ['--screen', 'session', '--filter', 'dst_user=U1'],
      ['--screen', 'overview', '--filter', 'duration>1'],
      ['--screen', 'redteam', '--filter', 'attack_time~3'],
      ['--filter', '(attacked'],
    ]) {
      const { status, stdout, stderr } = await dashboard('X.duckdb', '--once', ...args);
      expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
      expect(stderr).toMatch(/^cmsc: the filter can't be read: [^\n]+\n$/);
    }
    expectClean();
  });

  it('builds what is not built yet, and keeps it only where it is told to', async () => {
    const { status, stdout } = await dashboard('data', '--once');
    expect(status).toBe(0);
    expect(stdout).toContain('2 sessions');
    expectClean();
    expect((await dashboard('data/auth.txt', '-o', 'Y.duckdb')).status).toBe(0);
    expect(existsSync(join(folder.path, 'Y.duckdb'))).toBe(true);
    const again = await dashboard('data', '-o', 'Y.duckdb');
    expect(again).toMatchObject({ status: 3, stdout: '' });
    expect(again.stderr).toMatch(/^cmsc: .*Y\.duckdb.*--force/);
    expect((await dashboard('data', '-o', 'Y.duckdb', '--force')).status).toBe(0);
    expectClean();
  });

  it.each([
    [['none.duckdb'], 3, 'none.duckdb: there is no such file'],
    [['none'], 3, 'none: there is no such file'],
    [['tmp'], 3, ''],
    [['data', '--screen', 'nowhere'], 2, 'overview, sessions'],
    [['data', '--theme', 'pink'], 2, 'auto, dark'],
    [['data', '--filter', 'user="'], 2, 'quote'],
    [[], 2, 'missing'],
  ])('%j ends with %d', async (args, expected, says) => {
    const { status, stdout, stderr } = await dashboard(...args);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toMatch(/^cmsc: [^\n]+\n$/);
    expect(stderr).toContain(says);
    expectClean();
  });

  it('refuses what is no database, and an output for what is one', async () => {
    writeFileSync(join(folder.path, 'text.duckdb'), 'no database at all, long enough to look at'.repeat(500));
    expect(await dashboard('text.duckdb')).toMatchObject({ status: 1 });
    await cmsc(['build', 'data', '-o', 'X.duckdb'], { cwd: folder.path });
    expect(await dashboard('X.duckdb', '-o', 'Y.duckdb')).toMatchObject({ status: 2 });
  });

  it('ends with the bad row of what it builds', async () => {
    writeFileSync(join(folder.path, 'data', 'auth.txt'), `${AUTH}bad\n`);
    const { status, stderr } = await dashboard('data');
    expect(status).toBe(1);
    expect(stderr).toMatch(/auth\.txt:10: /);
    expect((await dashboard('data', '--on-bad-row', 'skip')).status).toBe(0);
    expectClean();
  });

  it('names its screens in the help', async () => {
    const { SCREENS } = await import('@cmsc/dashboard');
    const { stdout } = await cmsc(['dashboard', '--help']);
    for (const screen of SCREENS) expect(stdout).toContain(screen);
  });
});
