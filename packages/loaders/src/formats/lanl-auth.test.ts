import { expect, it } from 'vitest';
import { detectFormat } from './registry.js';
import { lanlAuth } from './lanl-auth.js';

it('recognises its rows, and takes no other format for it', () => {
  expect(detectFormat([['1', 'U1', 'C1']])).toBe(lanlAuth);
  expect(detectFormat([['1', 'C1', 'C2']])?.name).toBe('dns');
  expect(detectFormat([['1', 'U1', 'C1']], 'dns.txt')).toBe(lanlAuth);
});

it('knows its files by the name that they are published under', () => {
  expect(lanlAuth.fileNames.test('lanl-auth-dataset-1.txt')).toBe(true);
  expect(lanlAuth.fileNames.test('lanl-auth-dataset-1-00.gz')).toBe(true);
});

it('makes an event of a row', () => {
  expect(lanlAuth.toEvent(['12', 'U8', 'C9'])).toEqual({ time: 12, user: 'U8', computer: 'C9' });
});
