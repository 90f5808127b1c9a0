import { expect, it } from 'vitest';
import { accountOf, domainOf, withoutDollar } from './users.js';

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
