import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import {
  columnNames,
  count,
  delimiterCharacter,
  filePath,
  namedFile,
  namePattern,
  numberUpTo,
  oneOf,
  second,
  secondCount,
} from './parsers.js';

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(CmscError);
    expect((error as CmscError).kind).toBe('usage');
    return (error as CmscError).message;
  }
  throw new Error('nothing was thrown');
}

describe('second and secondCount', () => {
  it.each([
    ['150885', 150_885],
    ['90s', 90],
    ['90m', 5400],
    ['1h', 3600],
    ['2d', 172_800],
    ['2d3h', 183_600],
    ['day0', 0],
    ['day2', 172_800],
    ['d2', 172_800],
    ['d2 10:00', 208_800],
    ['1_000', 1000],
  ])('a second may be said as %s', (text, value) => expect(second()(text, '--from')).toBe(value));

  it('a day ends with its last second', () => {
    expect(second(true)('day2', '--to')).toBe(259_199);
    expect(second(true)('d2', '--to')).toBe(259_199);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '0x10',
    '1,000',
    'day',
    'day-1',
    '2 d',
    '1.5h',
    '1e3',
    '2147483648',
    'day99999',
    '99999999d',
    '１',
  ])('refuses "%s"', (text) =>
    expect(messageOf(() => second()(text, '--from'))).toMatch(
      /^--from takes a whole number.*give one from 0 to 2147483647, or such as 1h, 2d, day2/,
    ),
  );

  it('a day is no duration', () => {
    expect(secondCount(0, 1e9)('1h', '--min-duration')).toBe(3600);
    expect(messageOf(() => secondCount(0, 1e9)('day2', '--min-duration'))).toContain('90s, 5m, 1h, 2d');
  });
});

describe('count', () => {
  it.each([
    ['7', 7],
    ['007', 7],
    ['1_000', 1000],
    ['10k', 10_000],
    ['2M', 2_000_000],
    ['1e6', 1_000_000],
  ])('reads %s', (text, value) => expect(count(0, 1e12)(text, '--events')).toBe(value));

  it.each(['', ' ', '-1', '+1', '1.5', '0x10', '1,000', 'k', '1e', 'e6', '1.5k', '1e99', '10kk', '１'])(
    'refuses "%s"',
    (text) => expect(messageOf(() => count(0, 1e12)(text, '--events'))).toContain('give one from 0 to'),
  );

  it('names the option and what was given', () =>
    expect(messageOf(() => count(0, 100)('many', '--top'))).toBe(
      '--top takes a whole number: "many" (give one from 0 to 100)',
    ));

  it('keeps to its least value', () =>
    expect(messageOf(() => count(1, 256)('0', '--threads'))).toContain('give one from 1 to 256'));
});

describe('numberUpTo', () => {
  it.each([
    ['0.5', 0.5],
    ['20', 20],
    ['1k', 1000],
  ])('reads %s', (text, value) => expect(numberUpTo(50_000)(text, '--base-rate')).toBe(value));

  it.each(['', '.5', '5.', '-1', '1e9'])('refuses "%s"', (text) =>
    expect(messageOf(() => numberUpTo(50_000)(text, '--base-rate'))).toContain('give one from 0 to 50000'),
  );
});

describe('namePattern', () => {
  it.each(['', 'U1,', ',U1', 'U1,,U2'])('refuses "%s"', (text) =>
    expect(messageOf(() => namePattern(text, '--user'))).toContain('--user is empty'),
  );
});

describe('oneOf', () => {
  const parse = (text: string) => oneOf(['pair', 'file', 'start-first'])(text, '--ties');

  it('takes each of its words', () => expect(parse('start-first')).toBe('start-first'));

  it.each(['', 'Pair', 'pairs', 'constructor'])('refuses "%s" and lists the words', (text) =>
    expect(messageOf(() => parse(text))).toContain('choose one of pair, file, start-first'),
  );
});

describe('columnNames', () => {
  const parse = (text: string) => columnNames(text, '--key');

  it('splits at commas and drops blanks around names', () =>
    expect(parse('dst_user, dst_machine')).toEqual(['dst_user', 'dst_machine']));

  it.each(['', ',', 'a,', 'a,,b'])('refuses the empty name in "%s"', (text) =>
    expect(messageOf(() => parse(text))).toContain('empty column name'),
  );

  it('refuses a name given twice', () => expect(messageOf(() => parse('a,b,a'))).toContain('twice'));
});

describe('delimiterCharacter', () => {
  it.each([
    [';', ';'],
    ['|', '|'],
    ['\t', '\t'],
    ['\\t', '\t'],
    ['tab', '\t'],
    ['TAB', '\t'],
    ['comma', ','],
    ['semicolon', ';'],
    ['pipe', '|'],
    ['space', ' '],
    [' ', ' '],
    ['§', '§'],
  ])('reads %j as %j', (text, character) => expect(delimiterCharacter(text)).toBe(character));

  it.each(['', ';;', '"', '\n', '\r', '\0', 'tabs'])('refuses %j', (text) =>
    expect(messageOf(() => delimiterCharacter(text))).toContain('one character'),
  );
});

describe('namePattern and filePath', () => {
  it('take any text', () => {
    expect(namePattern('U6?@*', '--user')).toBe('U6?@*');
    expect(filePath('a folder/ü.json', '--report')).toBe('a folder/ü.json');
  });

  it('refuse standard output where it makes no sense', () => {
    expect(namedFile('r.csv', '--rejects')).toBe('r.csv');
    expect(messageOf(() => namedFile('-', '--rejects'))).toContain("--rejects can't be standard output");
  });

  it('refuse no text', () => {
    expect(messageOf(() => namePattern('', '--user'))).toContain('--user is empty');
    expect(messageOf(() => filePath('', '--report'))).toContain('--report is no file name');
  });
});
