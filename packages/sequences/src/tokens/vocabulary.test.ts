import { expect, it } from 'vitest';
import { countTokens, OUT_OF_VOCABULARY, Vocabulary } from './vocabulary.js';

const counts = countTokens([['P2', 'P1', 'Pé'], [], ['P1', 'P3', 'P2', 'P1'], ['Pz']]);

it('holds the most frequent tokens first, then goes by bytes', () => {
  expect(new Vocabulary(counts).tokens).toEqual([
    { token: 'P1', count: 3 },
    { token: 'P2', count: 2 },
    { token: 'P3', count: 1 },
    { token: 'Pz', count: 1 },
    { token: 'Pé', count: 1 },
  ]);
});

it('leaves out what is rarer than the cutoff', () => {
  const vocabulary = new Vocabulary(counts, 2);
  expect(vocabulary.tokens.map(({ token }) => token)).toEqual(['P1', 'P2']);
  expect(vocabulary.left).toEqual({ tokens: 3, count: 3 });
  expect(['P1', 'P3', 'P9'].map((token) => vocabulary.tokenOf(token))).toEqual([
    'P1',
    OUT_OF_VOCABULARY,
    OUT_OF_VOCABULARY,
  ]);
});

it('can be empty', () => {
  const vocabulary = new Vocabulary([], 3);
  expect(vocabulary.tokens).toEqual([]);
  expect(vocabulary.tokenOf('P1')).toBe(OUT_OF_VOCABULARY);
});

it('refuses cutoffs that are none', () => {
  for (const cutoff of [0, -1, 1.5, Number.NaN])
    expect(() => new Vocabulary(counts, cutoff)).toThrow('whole number from 1 on');
});
