import { expect, it } from 'vitest';
import { csvValue } from './csv.js';

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
