import { expect, test } from 'vitest';
import {
  csvValue,
  formatBytes,
  formatCount,
  formatDuration,
  formatMany,
  formatRate,
  formatSecond,
  formatShare,
  formatShort,
  printable,
  shortened,
  showable,
  sqlIdentifier,
  sqlLiteral,
  sqlPathLiteral,
} from './text.js';

test.each([
  ['plain text', 'plain text'],
  ['ü 😀', 'ü 😀'],
  ['a\u001b[31mb\n', 'a\\x1b[31mb\\x0a'],
  ['\u009b', '\\x9b'],
  ['\u202e\u2066\u200b\ufeff', '\\u{202e}\\u{2066}\\u{200b}\\u{feff}'],
  ['\u2028', '\\u{2028}'],
  ['\ud800', '\\u{d800}'],
  ['\u{e0041}', '\\u{e0041}'],
])('%j is shown as %s', (text, shown) => {
  expect(showable(text)).toBe(shown);
});

test('a value in a message is cut', () => {
  expect(printable('x'.repeat(200))).toBe(`${'x'.repeat(120)}…`);
});

test('a long path keeps both ends', () => {
  expect(shortened('short', 10)).toBe('short');
  const path = shortened(`/data/${'x'.repeat(4000)}/auth.txt`, 100);
  expect(path).toHaveLength(100);
  expect(path).toMatch(/^\/data\/x+…x+\/auth\.txt$/);
});

test('counts have commas between thousands, as English has them', () => {
  const format = new Intl.NumberFormat('en-US');
  const numbers = [
    0,
    7,
    12,
    999,
    1000,
    12_345,
    999_999,
    1_234_567,
    2 ** 53 - 1,
    2 ** 53,
    1.5,
    1234.5678,
    NaN,
  ];
  for (const number of [...numbers, ...numbers.slice(1).map((each) => -each)])
    expect(formatCount(number)).toBe(format.format(number));
});

test('a noun is one or many', () => {
  expect([0, 1, 2000].map((count) => formatMany(count, 'row'))).toEqual(['0 rows', '1 row', '2,000 rows']);
  expect(formatMany(2, 'process', 'processes')).toBe('2 processes');
});

test.each([
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

test.each([
  [0, '0'],
  [1234, '1,234'],
  [9999.4, '9,999'],
  [9999.5, '10k'],
  [47_400, '47k'],
  [999_499, '999k'],
  [999_501, '1M'],
  [1_234_567, '1.2M'],
  [99_950_000, '100M'],
  [1_051_430_459, '1.1G'],
])('%d in short is %s', (count, text) => expect(formatShort(count)).toBe(text));

test.each([
  [0, '0 rows/s'],
  [950.4, '950 rows/s'],
  [2_440_000, '2.4M rows/s'],
])('%d a second are %s', (rate, text) => expect(formatRate(rate)).toBe(text));

test.each([
  [0, '0s'],
  [0.003, '0.003s'],
  [0.25, '0.25s'],
  [9.994, '9.99s'],
  [9.996, '10.0s'],
  [45, '45s'],
  [59.94, '59.9s'],
  [59.96, '1m 00s'],
  [245, '4m 05s'],
  [3599.4, '59m 59s'],
  [3600, '1h 00m'],
  [7_620, '2h 07m'],
  [86_399, '23h 59m'],
  [86_400, '1d 00h'],
  [5_011_199, '57d 23h'],
  [86_400_000, '1,000d 00h'],
])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [0, 'd0 00:00:00'],
  [635_015, 'd7 08:23:35'],
  [86_399.75, 'd0 23:59:59'],
])('second %d is %s', (second, text) => expect(formatSecond(second)).toBe(text));

test('shares never round to nothing or all', () => {
  expect([0, 0.0001, 0.5, 0.9999, 1].map(formatShare)).toEqual([
    '0.0 %',
    '<0.1 %',
    '50.0 %',
    '>99.9 %',
    '100.0 %',
  ]);
});

test('quotes values that a reader of CSV would cut', () => {
  expect(['a', 'a b', 'a,b', 'a"b', 'a\nb', ''].map(csvValue)).toEqual([
    'a',
    'a b',
    '"a,b"',
    '"a""b"',
    '"a\nb"',
    '',
  ]);
});

test('quotes names and strings, whatever is in them', () => {
  expect(sqlIdentifier('a "b"')).toBe('"a ""b"""');
  expect(sqlLiteral("it's")).toBe("'it''s'");
});

test('names one file, also where its name looks like a pattern', () => {
  expect(sqlPathLiteral("it's.csv")).toBe("'it''s.csv'");
  expect(sqlPathLiteral('a*[1]?.csv')).toBe("'a[*][[]1][?].csv'");
  expect(sqlPathLiteral('a\\*.csv')).toBe("'a?[*].csv'");
});
