import { describe, expect, it } from 'vitest';
import { parseCount, parseDuration, parseSecond } from './spoken-numbers.js';

describe('parseCount', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['1_000', 1000],
    ['1_000_000', 1_000_000],
    ['10k', 10_000],
    ['10K', 10_000],
    ['2M', 2_000_000],
    ['3G', 3_000_000_000],
    ['1e6', 1_000_000],
    ['1E6', 1_000_000],
  ])('reads %s', (text, value) => expect(parseCount(text)).toBe(value));

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1.5k',
    'k',
    '1e',
    'e6',
    '10kk',
    '1e6k',
    '_1',
    '1_',
    '1__0',
    '0x10',
    '１',
  ])('takes "%s" for none', (text) => expect(parseCount(text)).toBeUndefined());
});

describe('parseDuration', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['90m', 5400],
    ['1h', 3600],
    ['2d', 172_800],
    ['2d3h', 183_600],
    ['1h30m', 5400],
    ['1d1h1m1s', 90_061],
    ['1_000', 1000],
  ])('reads %s', (text, value) => expect(parseDuration(text)).toBe(value));

  it.each(['', 'h', '1h1h', '3h2d', '2d3', '1.5h', '2 d', 'day2', '-1h', '1w', '1e3', '10k'])(
    'takes "%s" for none',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );
});

describe('parseSecond', () => {
  it.each([
    ['150885', 150_885],
    ['2d', 172_800],
    ['day0', 0],
    ['day2', 172_800],
    ['d2', 172_800],
    ['d2 10:00', 208_800],
    ['d2 10:00:30', 208_830],
    ['d7 08:22:50', 634_970],
    ['d2T10:00', 208_800],
    ['d2 10h', 208_800],
    ['day1+1h30m', 91_800],
  ])('reads %s', (text, value) => expect(parseSecond(text)).toBe(value));

  it('takes the last second of a day alone, and of nothing else', () => {
    expect(parseSecond('d2', true)).toBe(259_199);
    expect(parseSecond('2d', true)).toBe(172_800);
    expect(parseSecond('d2 10:00', true)).toBe(208_800);
  });

  it.each(['', 'd', 'day', 'day-1', 'd2 24:00', 'd2 10:60', 'd2 25h', 'd2 ', 'd2 x', '10:00', 'day1234567'])(
    'takes "%s" for none',
    (text) => expect(parseSecond(text)).toBeUndefined(),
  );
});
