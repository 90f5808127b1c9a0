import { CmscError } from '@cmsc/core';

/** The error of a run that was called off. */
export function interrupted(signal: AbortSignal): CmscError {
  return new CmscError('interrupted', 'INTERRUPTED', 'interrupted', { cause: signal.reason });
}
