import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Dictionary } from './dictionary.js';
import { KeyDigest } from './key-digest.js';
import { LineDigest } from './line-digest.js';

const NAMES = ['C1', 'Ü2@DOM1', '', '?', 'U3$@C9'];

const manyUnits = fc.array(fc.tuple(fc.constantFrom(0, 7, 7, 5_011_199), fc.nat(4), fc.nat(4)), {
  maxLength: 20,
});

it('is the digest of the lines of keys, column-wise or one by one', () => {
  fc.assert(
    fc.property(manyUnits, (units) => {
      const names = new Dictionary();
      const digest = new KeyDigest([names, names]);
      for (const name of NAMES) names.intern(name);
      const oneByOne = new KeyDigest([names, names]);
      const column = (i: number) => Int32Array.from(units, (unit) => unit[i]!);
      digest.add(column(0), [column(1), column(2)], units.length);
      const lines = new LineDigest();
      for (const [time, a, b] of units) {
        oneByOne.addOne(time, [a, b]);
        lines.add(`${time},${NAMES[a]},${NAMES[b]}\n`);
      }
      expect([digest.toString(), oneByOne.toString()]).toEqual([lines.toString(), lines.toString()]);
    }),
    { numRuns: 100, seed: 1 },
  );
});
