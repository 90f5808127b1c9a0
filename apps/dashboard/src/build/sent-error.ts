import { CmscError } from '@cmsc/core';
import type { SentError } from './messages.js';

/** An error in a form that can be sent to another process. */
export function sendableError(error: unknown): SentError {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CmscError)) return { message };
  const { kind, code, what, context } = error;
  const { file, line, column, text, hint } = context;
  return { message, coded: { kind, code, what, context: { file, line, column, text, hint } } };
}

/** The error that was sent. */
export function receivedError({ message, coded }: SentError): Error {
  if (coded === undefined) return new Error(message);
  return new CmscError(coded.kind, coded.code, coded.what, coded.context);
}
