import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatMany,
  formatRate,
  formatSeconds,
  formatWholeSeconds,
} from './numbers.js';

describe('formatCount and formatMany', () => {
  it('group thousands', () => expect(formatCount(1_051_430_459)).toBe('1,051,430,459'));

  it('use the singular for one only', () => {
    expect(formatMany(0, 'row')).toBe('0 rows');
    expect(formatMany(1, 'row')).toBe('1 row');
    expect(formatMany(2, 'query', 'queries')).toBe('2 queries');
  });
});

describe('formatBytes and formatRate', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1449, '1.4 kB'],
    [15_500, '16 kB'],
    [999_499, '999 kB'],
    [999_501, '1 MB'],
    [7_626_505_158, '7.6 GB'],
    [73e15, '73000 TB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, '0 rows/s'],
    [950.4, '950 rows/s'],
    [2_440_000, '2.4 M rows/s'],
  ])('%d a second are %s', (rate, text) => expect(formatRate(rate)).toBe(text));
});

describe('formatSeconds and formatWholeSeconds', () => {
  it.each([
    [0, '0.00 s'],
    [9.994, '9.99 s'],
    [9.996, '10.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [3599.4, '59 min 59 s'],
    [3600, '1 h 00 min'],
    [7_620, '2 h 07 min'],
  ])('%d is %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

  it('has no fractions when whole seconds are asked for', () => {
    expect(formatWholeSeconds(4.6)).toBe('5 s');
    expect(formatWholeSeconds(245)).toBe('4 min 05 s');
  });
});
