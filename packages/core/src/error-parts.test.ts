import { expect, test } from 'vitest';
import { putTogether, takeApart, type ErrorParts } from './error-parts.js';
import { CmscError } from './errors.js';

const ways = {
  'another thread': (parts: ErrorParts) => structuredClone(parts),
  'another process': (parts: ErrorParts) => JSON.parse(JSON.stringify(parts)) as ErrorParts,
};

test.each(Object.entries(ways))('an error comes to %s with all that is behind it', (_, send) => {
  const system = Object.assign(new Error('EIO: i/o error, read'), {
    code: 'EIO',
    errno: -5,
    syscall: 'read',
  });
  const context = {
    file: 'auth.txt',
    line: 7,
    text: 'x\u0007',
    hint: 'try again',
    cause: new Error('reading', { cause: system }),
  };
  const error = new CmscError('io', 'READ_FAILED', 'could not be read', context);
  const received = putTogether(send(takeApart(error)));
  expect(received).toBeInstanceOf(CmscError);
  expect(received.message).toBe(error.message);
  expect(received).toMatchObject({ kind: 'io', code: 'READ_FAILED', context: { file: 'auth.txt', line: 7 } });
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
