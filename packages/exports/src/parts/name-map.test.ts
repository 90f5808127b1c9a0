import { Dictionary } from '@cmsc/core';
import { expect, it } from 'vitest';
import { MemoryFiles } from '../testing/run-format.js';
import { writeNameMap } from './name-map.js';

it('has the name of id n in line n + 1, whatever is in the names', () => {
  const names = ['C1', 'C\n2', 'C3', '"C4"', '"C\r5', 'C,6 "x"\t', 'DOM\\C7', ''];
  const dictionary = new Dictionary();
  for (const name of names) dictionary.intern(name);
  const files = new MemoryFiles();
  writeNameMap(files, 'nmap', dictionary);
  const lines = files.text('nmap.txt').split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => (line.startsWith('"') ? (JSON.parse(line) as string) : line))).toEqual(names);
  expect(lines.filter((_, i) => [0, 2, 6, 7].includes(i))).toEqual(['C1', 'C3', 'DOM\\C7', '']);
});
