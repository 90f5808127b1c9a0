import { CmscError, type ErrorCode, type ErrorContext, type ErrorKind } from './errors.js';

/** An error as it travels between threads and processes, with those behind it: plain data, also as JSON. */
export interface ErrorParts {
  /** There for errors that a user can do something about. */
  coded?: { kind: ErrorKind; code: ErrorCode; what: string; context: ErrorContext };
  name: string;
  message: string;
  stack?: string | undefined;
  /** What the system says: the code of a failed call, for instance. */
  facts: Record<string, string | number>;
  cause?: ErrorParts | undefined;
}

const SYSTEM_FACTS = ['code', 'errno', 'syscall', 'path'] as const;

/** Takes an error apart for another thread or process. */
export function takeApart(error: unknown): ErrorParts {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const parts: ErrorParts = {
    ...{ name, message, stack, facts: factsOf(error) },
    cause: cause === undefined ? undefined : takeApart(cause),
  };
  if (error instanceof CmscError) {
    const { kind, code, what } = error;
    parts.coded = { kind, code, what, context: { ...error.context, cause: undefined } };
  }
  return parts;
}

/** The error that was taken apart. */
export function putTogether({ coded, name, message, stack, facts, cause: behind }: ErrorParts): Error {
  const cause = behind && putTogether(behind);
  if (coded) return new CmscError(coded.kind, coded.code, coded.what, { ...coded.context, cause });
  const error = new Error(message, cause && { cause });
  return Object.assign(error, { name, stack }, facts);
}

function factsOf(error: unknown): ErrorParts['facts'] {
  const known = (error ?? {}) as Record<string, unknown>;
  const entries = SYSTEM_FACTS.map((fact) => [fact, known[fact]] as const);
  return Object.fromEntries(
    entries.filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  ) as ErrorParts['facts'];
}
