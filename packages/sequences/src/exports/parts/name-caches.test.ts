import { Dictionary } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.js';
import { NameBytes, NameFacts, NumberedNames } from './name-caches.js';

const names = (count: number): Dictionary => {
  const dictionary = new Dictionary();
  for (let i = 0; i < count; i++) dictionary.intern(`Ü${i}`);
  return dictionary;
};

describe('caches of names', () => {
  it('hold the bytes of each name, also of those that come later', () => {
    const dictionary = names(3);
    const bytes = new NameBytes(dictionary, (name) => `<${name}>`);
    bytes.refresh();
    for (let i = 3; i < 3000; i++) dictionary.intern(`Ü${i}`);
    bytes.refresh();
    const lines = new LineBuffer();
    for (const id of [0, 2, 3, 2999, 255, 256]) bytes.put(lines, id);
    expect(new TextDecoder().decode(lines.view())).toBe('<Ü0><Ü2><Ü3><Ü2999><Ü255><Ü256>');
  });

  it('hold a fact of each name, and whether there is any', () => {
    const dictionary = names(2);
    const facts = new NameFacts(dictionary, (name) => (name.endsWith('7') ? 7 : 0));
    facts.refresh();
    expect([facts.any, facts.values[1]]).toEqual([false, 0]);
    for (let i = 2; i < 1000; i++) dictionary.intern(`Ü${i}`);
    facts.refresh();
    expect([facts.any, facts.values[7], facts.values[8], facts.values[997]]).toEqual([true, 7, 0, 7]);
  });

  it('number names in the order in which they are asked for', () => {
    const dictionary = names(1000);
    const numbers = new NumberedNames(dictionary);
    expect([999, 3, 999, 0].map((id) => numbers.numberOf(id))).toEqual([0, 1, 0, 2]);
    expect(numbers.list.names()).toEqual(['Ü999', 'Ü3', 'Ü0']);
  });

  it('number names alike that stand for the same, and columns that share a list', () => {
    const [first, second] = [new Dictionary(), new Dictionary()];
    for (const name of ['a@1', 'b@1', 'a@2']) first.intern(name);
    for (const name of ['c', 'b']) second.intern(name);
    const numbers = new NumberedNames(first, (name) => name.split('@')[0]!);
    const others = new NumberedNames(second, undefined, numbers.list);
    expect([0, 1, 2].map((id) => numbers.numberOf(id))).toEqual([0, 1, 0]);
    expect([0, 1].map((id) => others.numberOf(id))).toEqual([2, 1]);
  });
});
