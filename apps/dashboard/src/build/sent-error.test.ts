import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { receivedError, sendableError } from './sent-error.js';

const sent = (error: unknown) =>
  receivedError(JSON.parse(JSON.stringify(sendableError(error))) as ReturnType<typeof sendableError>);

describe('an error sent to another process', () => {
  it('is the same there', () => {
    const context = { file: 'auth.txt', line: 7, text: 'x\u0007', hint: 'mend it', cause: new Error('why') };
    const error = new CmscError('data', 'BAD_TIME', 'time is no number', context);
    const received = sent(error);
    expect(received).toBeInstanceOf(CmscError);
    expect(received).toMatchObject({ kind: 'data', code: 'BAD_TIME', what: 'time is no number' });
    expect(received.message).toBe(error.message);
  });

  it('is a plain one when it was one', () => {
    expect(sent(new TypeError('x is not a function'))).toMatchObject({ message: 'x is not a function' });
    expect(sent('text').message).toBe('text');
  });
});
