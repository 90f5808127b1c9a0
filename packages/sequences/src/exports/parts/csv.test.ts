import { expect, it } from 'vitest';
import { csvValue } from './csv.js';
import { accountOf, domainOf, withoutDollar } from './users.js';

it('quotes values that a reader of CSV would cut', () => {
  expect(['a', 'a b', 'a,b', 'a"b', 'a\nb', ''].map(csvValue)).toEqual([
    'a',
    'a b',
    '"a,b"',
    '"a""b"',
    '"a\nb"',
    '',
  ]);
});

it('cuts users at the @', () => {
  expect(
    ['U1@DOM1', 'C1$@DOM1', 'A B@C', 'nobody', 'a@b@c', '@'].map((user) => [accountOf(user), domainOf(user)]),
  ).toEqual([
    ['U1', 'DOM1'],
    ['C1$', 'DOM1'],
    ['A B', 'C'],
    ['nobody', ''],
    ['a', 'b'],
    ['', ''],
  ]);
  expect(withoutDollar('C$1$')).toBe('C1');
});
