import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyGlobMatcher, globAsExpression, globMatcher, globsIn } from './glob.js';

test.each([
  ['U66@*', 'U66@DOM1', true],
  ['U66@*', 'U666@DOM1', false],
  ['*@DOM1', 'U66@DOM1', true],
  ['*$*', 'C1$@DOM1', true],
  ['U?@DOM1', 'U6@DOM1', true],
  ['U?@DOM1', 'U66@DOM1', false],
  ['?', '😀', true],
  ['??', '😀', false],
  ['*?', '😀', true],
  ['a*?c', 'ac', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
  ['a\n*', 'a\nb\nc', true],
])('%s against %s', (pattern, name, wanted) => {
  expect(globMatcher(pattern)(name)).toBe(wanted);
});

test.each([
  ['part[0-9].csv', 'part7.csv', true],
  ['part[!0-9].csv', 'part7.csv', false],
  ['part[^0-9].csv', 'partx.csv', true],
  ['[]a]', ']', true],
  ['[a-]', '-', true],
  ['[z-a]', 'm', false],
  ['[a', '[a', true],
  ['*[12]?', 'day-10', true],
])('with lists, %s against %s', (pattern, name, wanted) => {
  expect(globMatcher(pattern, { lists: true })(name)).toBe(wanted);
});

test('patterns between commas: one of them is enough', () => {
  expect(['U1', 'C7', 'U2', 'x'].map(anyGlobMatcher('U1,C*'))).toEqual([true, true, false, false]);
});

test.each([
  ['U1,C*', ['U1', 'C*']],
  ['"Doe, Jane@DOM",U1', ['Doe, Jane@DOM', 'U1']],
  ['U1,"a ""b"", c"', ['U1', 'a "b", c']],
  ['U1,U1', ['U1']],
  ['', ['']],
  ['U1,', ['U1', '']],
  ['"U1', ['"U1']],
  ['U"1"', ['U"1"']],
  ['"U1"x', ['"U1"x']],
])('patterns with commas stand in quotes: %s', (patterns, wanted) => {
  expect(globsIn(patterns)).toEqual(wanted);
});

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '😀', '.', '\n'), maxLength: 8 });

test('agrees with the regular expression', () => {
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      const source = globAsExpression(pattern).replace(/^\(\?s\)(.*)\\z$/s, '$1$');
      const expression = new RegExp(source, 'su');
      expect(globMatcher(pattern)(name)).toBe(expression.test(name));
    }),
    { numRuns: 3000, seed: 7 },
  );
});

test('goes through a long name once, whatever the stars', () => {
  const name = 'a'.repeat(1_000_000);
  expect(globMatcher('*a*a*a*a*a*a*a*b')(name)).toBe(false);
  expect(globMatcher('*?a*?a*?a*?a*?a*?b*')(name)).toBe(false);
});
