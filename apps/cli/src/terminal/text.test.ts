import { describe, expect, it } from 'vitest';
import { alignColumns, harmless } from './text.js';

describe('harmless', () => {
  it('keeps text of any script', () =>
    expect(harmless('ANONYMOUS LOGON@C586 ü 漢 🙂')).toBe('ANONYMOUS LOGON@C586 ü 漢 🙂'));

  it('shows what a terminal would obey', () =>
    expect(harmless('a\u001b[2Jb\nc\r\u009b\u2028\u202e')).toBe('a\\x1b[2Jb\\x0ac\\x0d\\x9b\\u2028\\u202e'));
});

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
