import { Dictionary } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyTexts } from './key-texts.js';

function keyTexts(columns: number, keys: readonly (readonly string[])[]): KeyTexts {
  const texts = new KeyTexts(columns, { size: keys.length, name: (column, key) => keys[key]![column]! });
  texts.extend();
  return texts;
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  const c = a.findIndex((text, column) => text !== b[column]);
  return c < 0 ? 0 : Buffer.compare(Buffer.from(a[c]!), Buffer.from(b[c]!));
}

describe('KeyTexts', () => {
  it('ranks keys by the bytes of one column after the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '!', 'ü', '\uffff', '😀'), maxLength: 3 });
    const keys = fc.uniqueArray(fc.tuple(text, text, text), {
      selector: (key) => JSON.stringify(key),
      maxLength: 60,
    });
    fc.assert(
      fc.property(keys, (all) => {
        const ranks = keyTexts(3, all).ranks();
        const ranked = [...all].sort((a, b) => ranks[all.indexOf(a)]! - ranks[all.indexOf(b)]!);
        expect(ranked).toEqual([...all].sort(compareKeys));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes in keys as they come up, and only when they do', () => {
    const keys = [['u1'], ['u2']];
    let asked = 0;
    const texts = new KeyTexts(1, {
      get size() {
        return keys.length;
      },
      name(column, key) {
        asked++;
        return keys[key]![column]!;
      },
    });
    const batch = (...ids: number[]) => ({
      length: ids.length,
      key: Int32Array.from([...ids, 99]),
      columns: [],
    });
    texts.cover(batch(0, 1, 0));
    texts.cover(batch(1));
    const before = asked;
    texts.cover(batch(1, 0));
    expect(asked).toBe(before);
    for (let i = 0; i < 2000; i++) keys.push([`u${i % 100}`]);
    texts.cover(batch(2001));
    expect(asked).toBe(before + 2000);
    expect(texts.texts[0]!.name(texts.ids[2001]!)).toBe('u99');
    expect(texts.texts[0]!.size).toBe(100);
  });

  it('takes ids and dictionaries where they are at hand', () => {
    const users = new Dictionary();
    for (const name of ['u3', 'u1', 'u2']) users.intern(name);
    const ids = [Int32Array.of(2, 0, 1, 2), Int32Array.of(0, 0, 1, 1)];
    const texts = new KeyTexts(2, {
      size: 4,
      name: () => expect.fail('not needed'),
      column: (column) => ids[column]!,
      dictionary: () => users,
    });
    texts.extend();
    expect(texts.texts).toEqual([users, users]);
    expect([...texts.ids.subarray(0, 8)]).toEqual([2, 0, 0, 0, 1, 1, 2, 1]);
    // u2 u3, u3 u3, u1 u1, u2 u1
    expect([...texts.ranks()]).toEqual([2, 3, 0, 1]);
  });

  it('refuses a key without a name', () => {
    const texts = keyTexts(1, [['u1']]);
    const batch = { length: 1, key: Int32Array.of(1), columns: [] };
    expect(() => texts.cover(batch)).toThrow('there is no name for the key 1');
  });

  it('has nothing to rank without keys', () => {
    expect(keyTexts(2, []).ranks()).toHaveLength(0);
  });
});
