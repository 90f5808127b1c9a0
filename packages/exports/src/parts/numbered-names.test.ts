import { Dictionary } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { MemoryFiles } from '../testing/run-format.js';
import { NumberedNames, writeNameMap } from './numbered-names.js';

const names = (count: number): Dictionary => {
  const dictionary = new Dictionary();
  for (let i = 0; i < count; i++) dictionary.intern(`Ü${i}`);
  return dictionary;
};

describe('numbers of names', () => {
  it('are given in the order in which names are asked for', () => {
    const dictionary = names(1000);
    const numbers = new NumberedNames(dictionary);
    expect([999, 3, 999, 0].map((id) => numbers.numberOf(id))).toEqual([0, 1, 0, 2]);
    expect(numbers.list.names()).toEqual(['Ü999', 'Ü3', 'Ü0']);
  });

  it('are equal for names that stand for the same, and for columns that share a list', () => {
    const [first, second] = [new Dictionary(), new Dictionary()];
    for (const name of ['a@1', 'b@1', 'a@2']) first.intern(name);
    for (const name of ['c', 'b']) second.intern(name);
    const numbers = new NumberedNames(first, (name) => name.split('@')[0]!);
    const others = new NumberedNames(second, undefined, numbers.list);
    expect([0, 1, 2].map((id) => numbers.numberOf(id))).toEqual([0, 1, 0]);
    expect([0, 1].map((id) => others.numberOf(id))).toEqual([2, 1]);
  });

  it('stand in a file, that of id n in line n + 1, whatever is in the names', () => {
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
});
