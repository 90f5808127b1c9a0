import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from './commands/index.js';
import { cmsc } from './testing/cmsc.js';

const COMMANDS = commands.map(({ name }) => name);

describe('cmsc --help', () => {
  it('lists every command, on standard output', async () => {
    const { status, stdout, stderr } = await cmsc(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(stdout).toContain('130 interrupted');
  });

  it('is what cmsc alone and cmsc help print', async () => {
    const { stdout } = await cmsc(['--help']);
    expect(await cmsc([])).toEqual({ status: 0, stdout, stderr: '' });
    expect(await cmsc(['help'])).toEqual({ status: 0, stdout, stderr: '' });
  });

  it.each(COMMANDS)('tells what can be said to every command, and examples, for %s', async (name) => {
    const { status, stdout, stderr } = await cmsc([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const option of ['--quiet', '--no-progress', '--no-color', '--debug'])
      expect(stdout).toContain(option);
    expect(stdout).toMatch(new RegExp(`Examples:\n(.*\n)*.*\\$ .*cmsc ${name}`));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is what cmsc help prints for a command', async () => {
    expect(await cmsc(['help', 'label'])).toEqual(await cmsc(['label', '--help']));
  });

  it('says what filters do to sessions that cross their border', async () => {
    const { stdout } = await cmsc(['sessions', '--help']);
    for (const filter of ['--from, --to', '--user, --computer', '--min-duration'])
      expect(stdout.slice(stdout.indexOf('At the border'))).toContain(filter);
  });
});

describe('cmsc --version', () => {
  it('is the version of the package', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    for (const flag of ['--version', '-V'])
      expect(await cmsc([flag])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });
});
