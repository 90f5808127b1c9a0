import { describe, expect, it } from 'vitest';
import type { Cli } from '../cli.js';
import { createStyle } from '../terminal/style.js';
import { toSessionsOptions, type SessionsFlags } from './sessions.js';

const said: string[] = [];
const cli: Cli = {
  signal: new AbortController().signal,
  ignoredSignals: [],
  debug: false,
  style: createStyle(false),
  print: () => {},
  say: (line) => void said.push(line),
  warn: (line) => void said.push(line),
  withProgress: (_, __, run) => run(undefined),
};

const optionsOf = (flags: SessionsFlags, inputs = ['auth.txt']) =>
  toSessionsOptions('sessions', inputs, flags, cli);

describe('toSessionsOptions', () => {
  it('writes to standard output when nothing is said, in LANL’s dialect', () => {
    const options = optionsOf({});
    expect(options).toMatchObject({
      command: 'sessions',
      inputs: ['auth.txt'],
      output: '-',
      signal: cli.signal,
    });
    expect(options.dialect).toBeUndefined();
    expect(options.onDebug).toBeUndefined();
  });

  it('writes nothing with --no-output', () => expect(optionsOf({ noOutput: true }).output).toBeUndefined());

  it('hands everything on that was said', () => {
    const flags: SessionsFlags = {
      output: 'out.csv',
      format: 'csv',
      force: true,
      report: 'report.json',
      delimiter: ';',
      header: true,
      onBadRow: 'skip',
      rejects: 'rejects.csv',
      threads: 2,
      from: 1,
      to: 9,
      user: 'U*',
      computer: 'C?',
      preset: 'notebook',
      key: ['dst_user'],
      ties: 'file',
      pairing: 'fifo',
      stateIn: 'day1.state',
      stateOut: 'day2.state',
      minDuration: 60,
      keepOpen: true,
      order: 'close',
      redteam: 'redteam.txt',
    };
    const { minDuration, delimiter, header, ...same } = flags;
    expect(optionsOf(flags)).toMatchObject({
      ...same,
      minDurationSeconds: minDuration,
      dialect: { delimiter, header },
    });
  });

  it('lets the pipeline talk with --debug', () => {
    const options = toSessionsOptions('processes', ['proc.txt'], {}, { ...cli, debug: true });
    options.onDebug?.('proc: csv-parse');
    expect(said).toEqual(['proc: csv-parse']);
  });

  it('lets several options name the null device', () => {
    const options = optionsOf({ output: '/dev/null', report: '/dev/null' });
    expect(options).toMatchObject({ output: '/dev/null', report: '/dev/null' });
  });
});
