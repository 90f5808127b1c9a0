import { expect, test } from 'vitest';
import { formatCount, formatMany } from './count-text.js';

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
