import { expect, test } from 'vitest';
import { orderTies } from './ties.js';

function order(letters: string, rule: 'pair' | 'file' | 'start-first', open: boolean): string {
  const events = [...letters].map((letter, i) => ({
    type: letter === 'S' ? ('start' as const) : ('end' as const),
    i,
  }));
  return orderTies(events, rule, open)
    .map(({ type, i }) => `${type === 'start' ? 'S' : 'E'}${i}`)
    .join(' ');
}

test('file keeps file order', () => {
  expect(order('EESS', 'file', false)).toBe('E0 E1 S2 S3');
});

test('start-first puts starts before ends, each in file order', () => {
  expect(order('ESES', 'start-first', true)).toBe('S1 S3 E0 E2');
});

test.each([
  ['EESS', false, 'S2 E0 S3 E1'],
  ['EESS', true, 'E0 S2 E1 S3'],
  ['ES', true, 'E0 S1'],
  ['ES', false, 'S1 E0'],
  ['SS', true, 'S0 S1'],
  ['EE', false, 'E0 E1'],
  ['EEES', true, 'E0 S3 E1 E2'],
  ['EEES', false, 'S3 E0 E1 E2'],
  ['SSSE', true, 'E3 S0 S1 S2'],
  ['SSSE', false, 'S0 E3 S1 S2'],
  ['', true, ''],
])('pair alternates %s (open: %s) as %s', (letters, open, wanted) => {
  expect(order(letters, 'pair', open)).toBe(wanted);
});
