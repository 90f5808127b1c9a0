import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import {
  columnNames,
  delimiterCharacter,
  filePath,
  namedFile,
  namePattern,
  oneOf,
  wholeNumber,
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

describe('wholeNumber', () => {
  const parse = wholeNumber('--from', 0, 2_147_483_647);

  it.each([
    ['0', 0],
    ['150885', 150885],
    ['2147483647', 2147483647],
    ['007', 7],
  ])('reads %s', (text, value) => expect(parse(text)).toBe(value));

  it.each(['', ' ', '-1', '+1', '1.5', '1e3', '0x10', '1,000', '2147483648', 'x', '１'])(
    'refuses "%s"',
    (text) => expect(messageOf(() => parse(text))).toContain('give one from 0 to 2147483647'),
  );

  it('names the option and what was given', () =>
    expect(messageOf(() => parse('soon'))).toBe(
      '--from takes a whole number: "soon" (give one from 0 to 2147483647)',
    ));

  it('keeps to its least value', () =>
    expect(messageOf(() => wholeNumber('--threads', 1, 256)('0'))).toContain('give one from 1 to 256'));
});

describe('oneOf', () => {
  const parse = oneOf('--ties', ['pair', 'file', 'start-first']);

  it('takes each of its words', () => expect(parse('start-first')).toBe('start-first'));

  it.each(['', 'Pair', 'pairs', 'constructor'])('refuses "%s" and lists the words', (text) =>
    expect(messageOf(() => parse(text))).toContain('choose one of pair, file, start-first'),
  );
});

describe('columnNames', () => {
  const parse = columnNames('--key');

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
    [' ', ' '],
    ['§', '§'],
  ])('reads %j as %j', (text, character) => expect(delimiterCharacter(text)).toBe(character));

  it.each(['', ';;', '"', '\n', '\r', '\0', 'tabs'])('refuses %j', (text) =>
    expect(messageOf(() => delimiterCharacter(text))).toContain('one character'),
  );
});

describe('namePattern and filePath', () => {
  it('take any text', () => {
    expect(namePattern('--user')('U6?@*')).toBe('U6?@*');
    expect(filePath('--report')('a folder/ü.json')).toBe('a folder/ü.json');
  });

  it('refuse standard output where it makes no sense', () => {
    expect(namedFile('--rejects')('r.csv')).toBe('r.csv');
    expect(messageOf(() => namedFile('--rejects')('-'))).toContain("--rejects can't be standard output");
  });

  it('refuse no text', () => {
    expect(messageOf(() => namePattern('--user')(''))).toContain('--user is empty');
    expect(messageOf(() => filePath('--report')(''))).toContain('--report is no file name');
  });
});
