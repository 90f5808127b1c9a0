import { describe, expect, it } from 'vitest';
import { Dictionary } from './dictionary.js';
import { NameBytes, OncePerId, PerName } from './per-name.js';

const names = (count: number): Dictionary => {
  const dictionary = new Dictionary();
  for (let i = 0; i < count; i++) dictionary.intern(`Ü${i}`);
  return dictionary;
};

describe('what is known of names', () => {
  it('is the bytes of each name, also of those that come later', () => {
    const dictionary = names(3);
    const bytes = new NameBytes(dictionary, (name) => `<${name}>`);
    bytes.refresh();
    for (let i = 3; i < 3000; i++) dictionary.intern(`Ü${i}`);
    bytes.refresh();
    const line = new Uint8Array(100);
    let end = 0;
    for (const id of [0, 2, 3, 2999, 255, 256]) end = bytes.put(line, end, id);
    expect(new TextDecoder().decode(line.subarray(0, end))).toBe('<Ü0><Ü2><Ü3><Ü2999><Ü255><Ü256>');
    expect(bytes.longest).toBe('<Ü2999>'.length + 1);
  });

  it('is a number of each name, and whether there is any', () => {
    const dictionary = names(2);
    const facts = new PerName(dictionary, (name) => (name.endsWith('7') ? 7 : 0));
    facts.refresh();
    expect([facts.any, facts.values[1]]).toEqual([false, 0]);
    for (let i = 2; i < 5000; i++) dictionary.intern(`Ü${i}`);
    const values = facts.refresh();
    expect([facts.any, values[7], values[8], values[4997]]).toEqual([true, 7, 0, 7]);
  });

  it('is the id of each name in another dictionary', () => {
    const [from, to] = [new Dictionary(), new Dictionary()];
    ['a', 'b'].forEach((name) => to.intern(name));
    const ids = new PerName(from, (name) => to.find(name) ?? -1);
    const translated = ['b', 'c', 'a'].map((name) => {
      const id = from.intern(name);
      return ids.refresh()[id];
    });
    expect(translated).toEqual([1, -1, 0]);
  });

  it('is asked once an id', () => {
    const asked: number[] = [];
    const numbers = new OncePerId((id) => {
      asked.push(id);
      return id === 5000 ? -1 : id * 10;
    });
    expect([0, 5000, 0, 3, 5000].map((id) => numbers.of(id))).toEqual([0, -1, 0, 30, -1]);
    expect(asked).toEqual([0, 5000, 3]);
  });
});
