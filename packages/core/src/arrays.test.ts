import { describe, expect, it } from 'vitest';
import { grown, Growable } from './arrays.js';

describe('an array that grows', () => {
  it('stays the same where it has room', () => {
    const values = Int32Array.of(1, 2, 3);
    expect(grown(values, 3)).toBe(values);
  });

  it.each([Uint8Array, Int32Array, Uint32Array, Float64Array])(
    'keeps its kind and its values: %o',
    (Kind) => {
      const values = grown(Kind.of(1, 2, 3), 4);
      expect(values).toBeInstanceOf(Kind);
      expect([...values]).toEqual([1, 2, 3, 0, 0, 0]);
      expect(grown(new Kind(0), 5)).toHaveLength(5);
    },
  );

  it('takes values one by one', () => {
    const list = new Growable(0);
    for (let i = 0; i < 3000; i++) list.push(i);
    list.set(5, -5);
    expect([list.length, list.at(5), list.at(2999), list.view().length]).toEqual([3000, -5, 2999, 3000]);
    list.clear();
    expect([...list.view()]).toEqual([]);
  });
});
