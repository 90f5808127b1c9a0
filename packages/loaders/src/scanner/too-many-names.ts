import { CmscError } from '@cmsc/core';

/** The error for names that don't fit in memory any more. */
export function tooManyNames(cause?: unknown): CmscError {
  return new CmscError(
    'limit',
    'TOO_MANY_KEYS',
    'the different names in the input do not fit in 4 GiB of memory',
    {
      hint: 'read fewer columns, or the input in parts',
      ...(cause !== undefined && { cause }),
    },
  );
}
