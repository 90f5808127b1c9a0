import { expect, test } from 'vitest';
import {
  csvValue,
  formatCount,
  formatMany,
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
