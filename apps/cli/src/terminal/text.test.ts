import { describe, expect, it } from 'vitest';
import { alignColumns } from './text.js';

describe('alignColumns', () => {
  it('puts text to the left and numbers to the right', () =>
    expect(
      alignColumns([
        ['U66@DOM1', 1118, 'x'],
        ['U7', 3, 'yy'],
      ]),
    ).toEqual(['  U66@DOM1  1,118  x', '  U7            3  yy']));

  it('has no blanks at the end of a line', () =>
    expect(
      alignColumns([
        ['a', 'long'],
        ['b', ''],
      ])[1],
    ).toBe('  b'));

  it('makes no lines of no rows', () => expect(alignColumns([])).toEqual([]));
});
