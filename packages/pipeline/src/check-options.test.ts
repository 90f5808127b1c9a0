import { describe, expect, it } from 'vitest';
import {
  inspectAll,
  runEvaluate,
  runExport,
  runLabel,
  runReport,
  runScore,
  runSessions,
  runWindows,
  type SessionsOptions,
} from './index.js';
import { checkOptions } from './check-options.js';

describe('an option that is none', () => {
  it.each([
    [{ onBadRow: 'ignore' }, 'onBadRow has no choice of this name: "ignore" (choose one of fail, skip)'],
    [{ order: 'start' }, 'order has no choice of this name: "start" (choose one of key, close)'],
    [{ partition: 'hour' }, 'partition has no choice'],
    [{ budget: 0 }, 'budget takes a whole number: "0" (give one from 1 to 2147483647)'],
    [{ threads: 1.5 }, 'threads takes a whole number: "1.5" (give one from 1 to 256)'],
    [{ minDurationSeconds: NaN }, 'minDurationSeconds takes a whole number: "NaN"'],
    [{ seed: 'x' }, 'seed takes a whole number'],
    [{ dialect: { delimiter: '' } }, 'the delimiter must be one character'],
    [{ inputs: 'auth.txt' }, `inputs takes a list: "auth.txt" (write inputs: ['…'])`],
  ])('%j is refused', (options, words) => expect(() => checkOptions(options)).toThrow(words));

  it('is none that was left out, or that is for somebody else', () => {
    expect(() => checkOptions({ order: undefined, constructor: 'x', output: '-', budget: 1 })).not.toThrow();
  });
});

describe('is refused before a file is looked for', () => {
  const inputs = ['nowhere.txt'];
  const redteam = 'nowhere.txt';
  const backwards = { from: 5, to: 3 };
  const sessions = (options: object) =>
    runSessions({ command: 'sessions', inputs, ...options } as SessionsOptions);

  it.each([
    ['sessions', () => sessions({ order: 'start' })],
    ['a window of sessions', () => sessions(backwards)],
    ['part of a second', () => sessions({ from: 1.5 })],
    ['a command', () => sessions({ command: 'logons' })],
    ['label', () => runLabel({ inputs, redteam, ...backwards })],
    ['export', () => runExport({ name: 'euler', inputs, redteam, output: 'x', ...backwards })],
    ['inspect', () => inspectAll({ inputs, ...backwards })],
    ['report', () => runReport({ database: redteam, output: '-', ...backwards })],
    ['evaluate', () => runEvaluate({ scores: inputs, redteam, budget: 0 })],
    ['score', () => runScore({ inputs, threads: 0 })],
    ['windows', () => runWindows('sessions', { inputs, onBadRow: 'ignore' as 'skip' })],
    ['a second of windows', () => runWindows('sessions', { inputs, from: NaN })],
  ])('by %s', async (_name, run) => {
    await expect(run()).rejects.toMatchObject({ name: 'CmscError', code: 'BAD_OPTION' });
  });
});
