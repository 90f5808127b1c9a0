import { expect, test } from 'vitest';
import { CmscError, printable } from './errors.js';

test('names file, line, text and what to do', () => {
  const error = new CmscError('data', 'BAD_TIME', 'time is not a whole number', {
    file: 'auth.txt',
    line: 7,
    text: '1.5',
    hint: 'see cmsc inspect',
  });
  expect(error.message).toBe('auth.txt:7: time is not a whole number: "1.5" (see cmsc inspect)');
  expect(error).toMatchObject({ kind: 'data', code: 'BAD_TIME', context: { line: 7 } });
});

test('leaves out what is not known', () => {
  expect(new CmscError('usage', 'BAD_OPTION', 'no such preset').message).toBe('no such preset');
});

test('cuts long text and makes control characters harmless', () => {
  expect(printable('a\u001b[31mb\n')).toBe('a\\x1b[31mb\\x0a');
  expect(printable('x'.repeat(200))).toBe(`${'x'.repeat(120)}…`);
});
