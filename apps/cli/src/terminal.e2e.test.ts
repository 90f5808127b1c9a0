import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CMSC, finished } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH } from './testing/rows.js';

const haveScript = spawnSync('script', ['--version']).status === 0;
const folder = useFolder();

/** What Ctrl-D sends. */
const END_OF_INPUT = '\u0004';

/** What `cmsc` shows on a terminal that is both standard output and standard error, made by script(1). */
async function onTerminal(args: string, env: Record<string, string> = {}): Promise<string> {
  writeFileSync(join(folder.path, 'auth.txt'), AUTH);
  const line = `'${process.execPath}' '${CMSC}' ${args}`;
  const plain = { ...process.env, NO_COLOR: '', FORCE_COLOR: '', TERM: 'xterm', ...env };
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: folder.path, env: plain });
  child.stdin.write(END_OF_INPUT);
  const { status, stdout } = await finished(child);
  expect(status).toBe(0);
  return stdout;
}

describe.skipIf(!haveScript)('on a terminal', () => {
  it('a progress line is drawn, and gone at the end', async () => {
    const shown = await onTerminal('sessions auth.txt -o out.csv');
    expect(shown).toMatch(/\r\u001b\[2Kwriting {2}9 rows {2}[^\r\n]+\r\u001b\[2K9 rows read/);
  });

  it('names what a build is at, from its beginning to its end', async () => {
    const shown = await onTerminal('build auth.txt -o X.duckdb');
    const phases = ['reading auth', 'writing sessions', 'finishing'].map((phase) =>
      shown.indexOf(`\u001b[2K${phase}`),
    );
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
    expect(phases[0]).toBeGreaterThanOrEqual(0);
    expect(shown).toMatch(/Logon sessions, from auth[^]*Next\r\n {2}cmsc dashboard X\.duckdb/);
  });

  it('there is none with --quiet or --no-progress, or between rows on the same terminal', async () => {
    for (const args of [
      '-q sessions auth.txt -o 1.csv',
      'sessions auth.txt --no-progress -o 2.csv',
      'sessions auth.txt',
    ])
      expect(await onTerminal(args)).not.toContain('\u001b');
  });

  it('a query shows a page of its rows, and counts the others without keeping them', async () => {
    await onTerminal('build auth.txt -q -o X.duckdb');
    const query = (rows: number) => onTerminal(`query X.duckdb "SELECT range AS n FROM range(${rows})"`);
    const lines = (await query(1_000_000)).split('\r\n');
    expect(lines.slice(0, 3)).toEqual([' n', ' 0', ' 1']);
    expect(lines.slice(40, 43)).toEqual(['39', expect.stringMatching(/^1,000,000 rows, .*40/), '']);
    expect((await query(2)).split('\r\n')).toEqual(['n', '0', '1', '2 rows', '']);
  });

  it('standard input that is the terminal says that it waits, unless --quiet', async () => {
    const shown = await onTerminal('sessions - --no-output --no-progress');
    expect(shown).toMatch(/reading standard input, which is this terminal: .*Ctrl-D.*\r\n.*0 rows read/);
    for (const args of ['-q sessions - --no-output', 'sessions auth.txt --no-output'])
      expect(await onTerminal(args)).not.toContain('this terminal');
  });

  it('there is colour, unless it is forbidden', async () => {
    expect(await onTerminal('inspect auth.txt --no-progress')).toContain('\u001b[1mauth.txt');
    expect(await onTerminal('inspect auth.txt --no-progress --no-color')).not.toContain('\u001b');
    expect(await onTerminal('inspect auth.txt --no-progress', { NO_COLOR: '1' })).not.toContain('\u001b');
  });
});
