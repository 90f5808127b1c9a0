import { CmscError } from '@cmsc/core';
import { WAY_IN } from '@cmsc/loaders';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { errorLine, exitStatusOf, hasReaderLeft, isUnread } from './errors.js';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it failed, write`), { code, syscall: 'write' });
}

describe('exitStatusOf', () => {
  it.each([
    ['data', 1],
    ['limit', 1],
    ['usage', 2],
    ['io', 3],
    ['interrupted', 130],
  ] as const)('is %s → %d', (kind, status) =>
    expect(exitStatusOf(new CmscError(kind, 'BAD_TIME', 'x'))).toBe(status),
  );

  it('is 2 for what commander refuses, 0 for help', () => {
    expect(exitStatusOf(new CommanderError(1, 'commander.unknownOption', 'error: x'))).toBe(2);
    expect(exitStatusOf(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBe(0);
  });

  it('is 3 for the operating system, 70 for a bug', () => {
    expect(exitStatusOf(systemError('ENOSPC'))).toBe(3);
    expect(exitStatusOf(new TypeError('x is not a function'))).toBe(70);
    expect(exitStatusOf('thrown text')).toBe(70);
  });
});

describe('errorLine', () => {
  it.each([
    ['sessions auth.bz2', 'cmsc sessions -'],
    ['processes -q auth.bz2 -o x.csv', 'cmsc processes -'],
    ['label auth.txt --redteam auth.bz2', 'cmsc label … --redteam -'],
    ['build auth.txt --redteam=auth.bz2', 'cmsc build … --redteam -'],
    ['export euler auth.bz2 --redteam r.gz', 'cmsc export euler -'],
    ['--debug sessions /data', 'cmsc sessions -'],
    ['notebook /data -o x', 'gzip > a file in its place'],
  ])('names the command that would read the pipe: %s', (args, way) => {
    const error = new CmscError('io', 'UNKNOWN_FORMAT', 'packed with bzip2', {
      ...{ file: 'auth.bz2', hint: `bzcat auth.bz2 | ${WAY_IN}` },
    });
    expect(errorLine(error, args.split(' '))).toBe(
      `cmsc: auth.bz2: packed with bzip2 (bzcat auth.bz2 | ${way})`,
    );
  });

  it('has place, text and advice on one line', () => {
    const context = { file: 'a\nb.txt', line: 7, text: '1.5', hint: 'mend it' };
    expect(errorLine(new CmscError('data', 'BAD_TIME', 'time is no whole number', context))).toBe(
      'cmsc: a\\x0ab.txt:7: time is no whole number: "1.5" (mend it)',
    );
  });

  it('takes over commander’s words', () => {
    const unknown = "error: unknown command 'sesions'\n(Did you mean sessions?)";
    expect(errorLine(new CommanderError(1, 'commander.unknownCommand', unknown))).toBe(
      "cmsc: unknown command 'sesions' (did you mean sessions?)",
    );
    expect(
      errorLine(new CommanderError(1, 'commander.missingArgument', "error: missing required argument 'dir'")),
    ).toBe("cmsc: missing required argument 'dir' (try --help)");
  });

  it('asks to report a bug', () =>
    expect(errorLine(new TypeError('x is not a function'))).toMatch(
      /^cmsc: internal error: TypeError: x is not a function \(.*https:.*--debug.*\)$/,
    ));
});

describe('isUnread', () => {
  it('is true for the end of a run whose rows nobody reads, and for no other broken pipe', () => {
    const epipe = systemError('EPIPE');
    expect(isUnread(new CmscError('io', 'OUTPUT_CLOSED', 'x'))).toBe(true);
    expect(isUnread(new CmscError('io', 'ENGINE_FAILED', 'x', { cause: epipe }))).toBe(false);
    expect(isUnread(epipe)).toBe(false);
    expect(exitStatusOf(epipe)).toBe(3);
  });
});

describe('hasReaderLeft', () => {
  it('tells a reader that has seen enough from a device that is full', () => {
    expect(hasReaderLeft(systemError('EPIPE'))).toBe(true);
    expect(hasReaderLeft(systemError('ENOSPC'))).toBe(false);
  });
});
