import { CmscError } from '@cmsc/core';
import { expect, test } from 'vitest';
import { putTogether, takeApart } from './messages.js';

test('an error crosses threads with all that is behind it', () => {
  const system = Object.assign(new Error('EIO: i/o error, read'), {
    code: 'EIO',
    errno: -5,
    syscall: 'read',
  });
  const context = { file: 'auth.txt', hint: 'try again', cause: new Error('reading', { cause: system }) };
  const error = new CmscError('io', 'READ_FAILED', 'could not be read', context);
  const received = putTogether(structuredClone(takeApart(error)));
  expect(received).toBeInstanceOf(CmscError);
  expect(received.message).toBe(error.message);
  expect(received).toMatchObject({ kind: 'io', code: 'READ_FAILED', context: { file: 'auth.txt' } });
  const behind = (received.cause as Error).cause as Error;
  expect(behind).toMatchObject({ message: system.message, code: 'EIO', errno: -5, syscall: 'read' });
  expect(behind.stack).toBe(system.stack);
});

test('so does what is no error of ours, or none at all', () => {
  expect(putTogether(takeApart(new TypeError('x is not a function')))).toMatchObject({
    name: 'TypeError',
    message: 'x is not a function',
  });
  expect(putTogether(takeApart('thrown text')).message).toBe('thrown text');
});
