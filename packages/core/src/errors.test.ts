import { expect, test } from 'vitest';
import { CmscError } from './errors.js';

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

test('cuts a long path and a long text', () => {
  const file = `/data/${'x'.repeat(4000)}/auth.txt`;
  const error = new CmscError('data', 'BAD_TIME', 'no time', { file, text: `a\n${'x'.repeat(200)}` });
  expect(error.message).toMatch(/^\/data\/x+…x+\/auth\.txt: no time: "a\\x0ax{118}…"$/);
  expect(error.message.length).toBeLessThan(400);
  expect(error.context.file).toBe(file);
});
