import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cmsc, CMSC, finished, type Finished } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const USERS = 4000;
const rowsAt = (time: number, orientation: string) =>
  Array.from({ length: USERS }, (_, i) => authRow(time, `U${i}@D`, 'C1', 'C2', orientation)).join('');

/** The command as a shell starts it, which is not by Node: `cmsc` in `line` is a link to it. */
function start(line: string, { detached = false } = {}): ChildProcessWithoutNullStreams {
  const links = join(folder.path, 'it’s "bin"');
  mkdirSync(links, { recursive: true });
  if (!existsSync(join(links, 'cmsc'))) symlinkSync(CMSC, join(links, 'cmsc'));
  const path = [links, dirname(process.execPath), process.env['PATH']].join(delimiter);
  return spawn('sh', ['-c', line], {
    cwd: folder.path,
    env: { ...process.env, PATH: path },
    detached,
  });
}

function run(line: string, stdin = ''): Promise<Finished> {
  const child = start(line);
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return finished(child);
}

/** Ends what stands on standard input with `send` in the middle, when the run has begun to read. */
async function midway(child: ChildProcessWithoutNullStreams, send: () => void): Promise<Finished> {
  const end = finished(child);
  child.stdin.on('error', () => {});
  for (const rows of [rowsAt(1, 'LogOn'), rowsAt(2, 'TGS'), rowsAt(3, 'TGS')])
    if (!child.stdin.write(rows)) await once(child.stdin, 'drain');
  send();
  await setTimeout(50);
  child.stdin.end(rowsAt(4, 'LogOff'));
  return end;
}

const sessionsIn = (name: string) =>
  readFileSync(join(folder.path, name), 'utf8').trimEnd().split('\n').length - 1;

describe('a signal that was ignored when the command began', () => {
  it('stays ignored, while another ends the run', async () => {
    const child = start(`trap '' HUP INT QUIT; exec cmsc sessions - -q -o out.csv`);
    const ignored = () => (['SIGHUP', 'SIGINT', 'SIGQUIT'] as const).forEach((name) => child.kill(name));
    expect(await midway(child, ignored)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(sessionsIn('out.csv')).toBe(USERS);
    const other = start(`trap '' HUP INT QUIT; exec cmsc sessions - -q -o other.csv`);
    expect((await midway(other, () => other.kill('SIGTERM'))).status).toBe(130);
    expect(readdirSync(folder.path)).not.toContain('other.csv');
  });

  it('is HUP under nohup, and INT in the background', async () => {
    const nohup = start('exec nohup cmsc sessions - -q -o nohup.csv');
    expect((await midway(nohup, () => nohup.kill('SIGHUP'))).status).toBe(0);
    expect(sessionsIn('nohup.csv')).toBe(USERS);
    const shell = start('exec 3<&0; cmsc sessions - -q -o job.csv <&3 & echo $!; wait $!');
    const [pid] = (await once(shell.stdout, 'data')) as [Buffer];
    expect((await midway(shell, () => process.kill(Number(pid), 'SIGINT'))).status).toBe(0);
    expect(sessionsIn('job.csv')).toBe(USERS);
  });

  it('is none for a command in the foreground', async () => {
    const child = start('exec cmsc sessions - -q -o out.csv');
    const { status, stderr } = await midway(child, () => child.kill('SIGINT'));
    expect({ status, stderr }).toEqual({ status: 130, stderr: 'cmsc: interrupted\n' });
  });

  it('does not end the build of a dashboard either, which is a process of its own', async () => {
    const line = `trap '' INT; exec cmsc dashboard - --once -o x.duckdb`;
    const child = start(line, { detached: true });
    const { status, stderr } = await midway(child, () => process.kill(-child.pid!, 'SIGINT'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const sql = 'SELECT count(*) AS n FROM sessions';
    expect((await cmsc(['query', join(folder.path, 'x.duckdb'), sql])).stdout).toBe(`n\n${USERS}\n`);
  });
});

describe('what was closed when the command began', () => {
  const CLOSED = "cmsc: standard output: can't be written: it is not open for writing\n";

  it.each([
    'cmsc sessions auth.txt',
    'cmsc -q sessions auth.txt -o /dev/fd/1',
    'cmsc --help',
    'cmsc inspect auth.txt',
  ])('%s >&- is an error', async (line) => {
    writeFileSync(join(folder.path, 'auth.txt'), AUTH);
    const { status, stderr } = await run(`${line} >&-`);
    expect({ status, stderr }).toEqual({ status: 3, stderr: CLOSED });
  });

  it('is missed by nobody who writes and reads elsewhere', async () => {
    writeFileSync(join(folder.path, 'auth.txt'), AUTH);
    const { status, stderr } = await run('cmsc sessions auth.txt -q -o out.csv <&- >&-');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder.path, 'out.csv'), 'utf8')).toBe(SESSIONS);
  });

  it.each(['sessions -', 'sessions /dev/stdin', 'inspect -', 'build - -o x.duckdb'])(
    'cmsc %s <&- is an error',
    async (args) => {
      const { status, stderr } = await run(`cmsc ${args} <&-`);
      expect({ status, stderr }).toEqual({
        status: 3,
        stderr: expect.stringMatching(/^cmsc: (standard input|\/dev\/stdin): [^\n]*closed\n$/),
      });
    },
  );
});

describe('what the command hands on', () => {
  it('is every argument as it is, and the options of Node', async () => {
    const odd = ` $HOME "it's" * \\ \n.txt`;
    writeFileSync(join(folder.path, odd), AUTH);
    writeFileSync(join(folder.path, 'says.cjs'), 'console.error(process.env.CMSC_IGNORED_SIGNALS);');
    const { status, stdout, stderr } = await run(
      `set -- *.txt; NODE_OPTIONS='--require ./says.cjs' cmsc sessions -q "$@"; cmsc sessions -q - ''`,
      AUTH,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: SESSIONS });
    expect(stderr).toMatch(/^\ncmsc: [^\n]+\n$/);
  });
});
