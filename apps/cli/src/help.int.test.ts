import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';

const COMMANDS = [
  'sessions',
  'processes',
  'label',
  'redteam',
  'inspect',
  'build',
  'query',
  'sequences',
  'ngrams',
  'export',
  'notebook',
  'generate',
  'dashboard',
  'demo',
];

/** The options of the contract, by command. */
const SHARED = ['--delimiter', '--header', '--columns', '--on-bad-row', '--rejects', '--threads'];
const OUTPUT = ['-o, --output', '--format', '--no-output', '--force', '--report'];
const FILTERS = ['--from', '--to', '--user', '--computer'];
const RULE = ['--preset', '--key', '--ties', '--keep-open', '--min-duration', '--order', '--grouped'];
const OPTIONS: Record<string, string[]> = {
  sessions: [...SHARED, ...OUTPUT, ...FILTERS, ...RULE, '--redteam'],
  processes: [...SHARED, ...OUTPUT, ...FILTERS, ...RULE],
  label: [...SHARED, ...OUTPUT, ...FILTERS, '--redteam', '--only'],
  redteam: ['--format'],
  inspect: ['--format'],
  build: [...SHARED, ...FILTERS, '-o, --output', '--force', '--report', '--preset', '--key', '--ties'],
  query: ['-o, --output', '--format', '--force'],
  sequences: [
    '-o, --output',
    '--format',
    '--force',
    '--text',
    '--gaps',
    '--cutoff',
    '--split',
    '--part',
    '--split-at',
  ],
  ngrams: ['-n <n>', '--gaps', '--cutoff', '-o, --output', '--format', '--force'],
  export: [
    ...SHARED,
    ...['-o, --output', '--force', '--report', '--from', '--to', '--redteam', '--flows', '--variant'],
    ...['--cutoff', '--no-gaps', '--split-at'],
  ],
  notebook: ['-o, --output', '--force'],
  generate: ['--events', '--seed', '--parts', '--force'],
  dashboard: ['--screen', '--filter', '--theme', '--once', '-o, --output', '--force', '--on-bad-row'],
  demo: ['--events', '--keep'],
};

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

  it.each(COMMANDS)('tells what %s does, its options and examples', async (name) => {
    const { status, stdout, stderr } = await cmsc([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const option of [
      ...(OPTIONS[name] as string[]),
      '--quiet',
      '--no-progress',
      '--no-color',
      '--debug',
    ])
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
