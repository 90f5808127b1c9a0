import { describe, expect, it } from 'vitest';
import { parseRows } from './small-rows.js';

describe('parseRows', () => {
  it('gives rows of the kinds that were asked for', () => {
    const rows = parseRows<[string, number, number | null, unknown[]]>('["a",1,null,[]]\n["",0,5,[1]]\n', [
      '',
      0,
      null,
      [],
    ]);
    expect(rows).toEqual([
      ['a', 1, null, []],
      ['', 0, 5, [1]],
    ]);
  });

  it.each([
    '<html>',
    '[1',
    '{}',
    'null',
    '[]',
    '["a"]',
    '["a",1,2]',
    '[1,1]',
    '["a","1"]',
    '["a",null]',
    '["a",[]]',
  ])('refuses %s where a text and a number were asked for', (line) => {
    expect(() => parseRows(`["a",1]\n${line}\n`, ['', 0])).toThrow(Error);
  });
});
