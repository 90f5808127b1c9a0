import { expect, it } from 'vitest';
import { tokensOf } from './tokens.js';

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
