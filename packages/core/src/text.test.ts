import { expect, test } from 'vitest';
import { printable, shortened, showable } from './text.js';

test.each([
  ['plain text', 'plain text'],
  ['ü 😀', 'ü 😀'],
  ['a\u001b[31mb\n', 'a\\x1b[31mb\\x0a'],
  ['\u009b', '\\x9b'],
  ['\u202e\u2066\u200b\ufeff', '\\u{202e}\\u{2066}\\u{200b}\\u{feff}'],
  ['\u2028', '\\u{2028}'],
  ['\ud800', '\\u{d800}'],
  ['\u{e0041}', '\\u{e0041}'],
])('%j is shown as %s', (text, shown) => {
  expect(showable(text)).toBe(shown);
});

test('a value in a message is cut', () => {
  expect(printable('x'.repeat(200))).toBe(`${'x'.repeat(120)}…`);
});

test('a long path keeps both ends', () => {
  expect(shortened('short', 10)).toBe('short');
  const path = shortened(`/data/${'x'.repeat(4000)}/auth.txt`, 100);
  expect(path).toHaveLength(100);
  expect(path).toMatch(/^\/data\/x+…x+\/auth\.txt$/);
});
