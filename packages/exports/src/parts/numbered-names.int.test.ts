import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasPython, readPickledStrings, unpickle } from '../testing/python.js';
import { pickleStrings } from './numbered-names.js';

const lists = [
  [],
  ['C1'],
  ['C1', '', 'ANONYMOUS LOGON', 'it\'s "quoted"\n\\', 'Ünïcödé 日本 😀', 'x'.repeat(70_000)],
];

describe('pickled strings', () => {
  it.skipIf(!hasPython).each(lists.map((list) => [list.length, list] as const))(
    'are read by Python (%d strings)',
    (_, list) => {
      expect(unpickle(pickleStrings(list))).toEqual(list);
    },
  );

  it('are those of protocol 2', () => {
    expect(Buffer.from(pickleStrings(['C1', 'é'])).toString('latin1')).toBe(
      '\x80\x02](X\x02\0\0\0C1X\x02\0\0\0Ã©e.',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (list) => {
        expect(readPickledStrings(pickleStrings(list))).toEqual(list);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
