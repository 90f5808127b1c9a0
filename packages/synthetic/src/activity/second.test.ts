import { compareBytes } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chunk } from '../write/chunk.js';
import { ByteNames } from '../people/byte-names.js';
import { Second } from './second.js';

function textOf(second: Second, time = 7): string {
  const chunk = new Chunk();
  chunk.add(time, second);
  return new TextDecoder().decode(chunk.take().bytes);
}

function secondOf(rows: readonly (readonly string[])[]): Second {
  const names = new ByteNames();
  const second = new Second(names);
  const ids = rows.map((row) => row.map((field) => names.add(field)));
  ids.forEach((row, index) => {
    second.begin(index);
    for (const id of row) second.name(id);
    second.end();
  });
  return second;
}

const field = fc.string({ unit: fc.constantFrom(...'AB1$@? é', '\u{1f600}'), minLength: 3, maxLength: 6 });
const manyRows = fc.array(fc.tuple(field, field, field), { maxLength: 40 });

describe('Second', () => {
  it('sorts rows by their bytes and drops those that come twice', () => {
    fc.assert(
      fc.property(manyRows, (rows) => {
        const second = secondOf(rows);
        const lines = [...new Set(rows.map((row) => row.join()))].sort(compareBytes);
        expect(second.sort(false)).toBe(rows.length - lines.length);
        expect(second.sorted).toBe(lines.length);
        expect(textOf(second)).toBe(lines.map((line) => `7,${line}\n`).join(''));
        // The tag is that of the first of equal rows.
        lines.forEach((line, place) =>
          expect(second.tag(place)).toBe(rows.findIndex((row) => row.join() === line)),
        );
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('keeps equal rows when asked to, and counts them', () => {
    const second = secondOf([
      ['C2', 'C3', 'x'],
      ['C1', 'C3', 'x'],
      ['C2', 'C3', 'x'],
    ]);
    second.repeat();
    expect(second.sort(true)).toBe(2);
    expect(textOf(second)).toBe('7,C1,C3,x\n7,C2,C3,x\n7,C2,C3,x\n7,C2,C3,x\n');
  });

  it('writes numbers and de-identified ports', () => {
    const second = new Second(new ByteNames());
    second.begin(0);
    for (const value of [0, 9, 10, 4294967296, 9007199254740991]) second.number(value);
    second.number(12, true);
    second.end();
    second.sort(false);
    expect(textOf(second, 5011199)).toBe('5011199,0,9,10,4294967296,9007199254740991,N12\n');
  });

  it('is empty after clear, and takes any number of rows', () => {
    const names = new ByteNames();
    const first = names.addFamily(5000, (n) => `computer number ${n}`);
    const second = new Second(names);
    for (const count of [5000, 0, 3]) {
      second.clear();
      for (let i = 0; i < count; i++) {
        second.begin(0);
        for (let fields = 0; fields < 4; fields++) second.name(first + i);
        second.end();
      }
      expect(second.sort(false)).toBe(0);
      expect(textOf(second).split('\n').length - 1).toBe(count);
    }
  });
});
