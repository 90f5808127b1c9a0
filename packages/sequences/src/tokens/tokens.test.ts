import { expect, it } from 'vitest';
import { processToken, tokensOf, wordOf } from './tokens.js';

const sequence = { processes: ['P16', 'P5', 'P16'], gaps: [0, 6, 1] };

it('puts the token of its gap before each process', () => {
  expect(tokensOf(sequence, true)).toEqual(['+0s', 'P16', '+4-7s', 'P5', '+1s', 'P16']);
});

it('gives the processes alone', () => {
  expect(tokensOf(sequence, false)).toEqual(['P16', 'P5', 'P16']);
});

it('gives nothing for a session without processes', () => {
  expect(tokensOf({ processes: [], gaps: [] }, true)).toEqual([]);
});

it('lets no name be a token of another kind', () => {
  const names = ['+1s', '\\+1s', '<oov>', '', '\\', 'P1', 'P+1s'];
  expect(names.map(processToken)).toEqual(['\\+1s', '\\\\+1s', '\\<oov>', '\\', '\\\\', 'P1', 'P+1s']);
  expect(tokensOf({ processes: ['+1s', '+1s'], gaps: [0, 1] }, true)).toEqual([
    '+0s',
    '\\+1s',
    '+1s',
    '\\+1s',
  ]);
});

it('makes words that hold nothing that ends a word or a line for whoever reads text', () => {
  expect(wordOf('a b\tc\nd\re\u000bf\u0085g\u00a0h\u2028i\u001cj')).toBe('a_b_c_d_e_f_g_h_i_j');
  expect(wordOf('C:\\x.exe,"é"')).toBe('C:\\x.exe,"é"');
});
