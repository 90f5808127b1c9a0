import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyTexts } from '../key-texts.js';
import { cutRanks, KeyRanges } from './key-ranges.js';

const cut = (weights: number[], most: number, lowest?: number) =>
  cutRanks(Float64Array.from(weights), most, lowest).map((range) => [range.lowest, range.end]);

describe('cutRanks', () => {
  it('cuts the ranks where a range has its weight', () => {
    expect(cut([30, 10, 20, 40], 60)).toEqual([
      [0, 3],
      [3, 4],
    ]);
  });

  it('gives a rank that weighs too much a range to itself', () => {
    expect(cut([1, 100, 1], 10)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('takes ranks without weight along', () => {
    expect(cut([0, 0, 5], 10)).toEqual([[0, 3]]);
  });

  it('counts from the lowest rank', () => {
    expect(cut([5, 6], 10, 7)).toEqual([
      [7, 8],
      [8, 9],
    ]);
  });

  it('makes one range of nothing', () => {
    expect(cut([], 10)).toEqual([[0, 0]]);
  });
});

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '\uffff'), maxLength: 3 });
const keys = fc.uniqueArray(fc.tuple(text, text), {
  minLength: 1,
  maxLength: 30,
  selector: (key) => key.join('|'),
});

function compareKeys(a: readonly string[], b: readonly string[]): number {
  return (
    Buffer.compare(Buffer.from(a[0]!), Buffer.from(b[0]!)) ||
    Buffer.compare(Buffer.from(a[1]!), Buffer.from(b[1]!))
  );
}

describe('KeyRanges', () => {
  it('puts keys apart by the bytes of their texts, those that come later, too', () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.nat(), fc.nat({ max: 5 }), (all, some, cutAt, count) => {
        const known = 1 + (some % all.length);
        const names = { size: known, name: (column: number, key: number) => all[key]![column]! };
        const texts = new KeyTexts(2, names);
        texts.extend();
        const borders = Array.from({ length: Math.min(count, known) }, (_, i) => (cutAt + i) % known);
        borders.sort((a, b) => compareKeys(all[a]!, all[b]!));
        const ranges = new KeyRanges(texts, borders);
        ranges.extend(known);
        names.size = all.length;
        texts.extend();
        ranges.extend(all.length);
        const expected = all.map(
          (key) => borders.filter((border) => compareKeys(all[border]!, key) <= 0).length,
        );
        expect([...ranges.ofKeys.subarray(0, all.length)]).toEqual(expected);
        const ofRanks = ranges.ofRanks(texts.ranks());
        texts.ranks().forEach((rank, key) => {
          const { lowest, end } = ofRanks[expected[key]!]!;
          expect(lowest <= rank && rank < end).toBe(true);
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('puts keys without texts apart as numbers', () => {
    const ranges = new KeyRanges(undefined, [2, 5]);
    ranges.extend(3);
    ranges.extend(7);
    expect([...ranges.ofKeys.subarray(0, 7)]).toEqual([0, 0, 1, 1, 1, 2, 2]);
    expect(ranges.ofRanks(Int32Array.of(0, 1, 2, 3, 4, 5, 6))).toEqual([
      { lowest: 0, end: 2 },
      { lowest: 2, end: 5 },
      { lowest: 5, end: 7 },
    ]);
  });
});
