import { printable, shortened } from './text.js';

/** Who has to act on an error, and with it the exit status of a command: data 1, usage 2, io 3, interrupted 130. */
export type ErrorKind = 'data' | 'usage' | 'io' | 'interrupted' | 'limit';

/** Codes of all errors that a user can meet. Their names are stable; their messages are not. */
export type ErrorCode =
  // a row that is not what its format says
  | 'COLUMN_COUNT'
  | 'BAD_TIME'
  | 'TIME_BACKWARDS'
  | 'BAD_EDGE'
  | 'BAD_NUMBER'
  | 'BAD_QUOTES'
  | 'BAD_JSON'
  | 'NULL_VALUE'
  | 'NUL_BYTE'
  | 'NOT_UTF8'
  | 'LINE_TOO_LONG'
  | 'TOO_MANY_BAD_ROWS'
  // a file that is not what it should be
  | 'BAD_GZIP'
  | 'GZIP_TRUNCATED'
  | 'BAD_ZSTD'
  | 'ZSTD_TRUNCATED'
  | 'BAD_PARQUET'
  | 'MISSING_COLUMN'
  | 'UNKNOWN_FORMAT'
  | 'EMPTY_INPUT'
  | 'BAD_STATE_FILE'
  | 'BAD_DATABASE'
  // scores that can't be evaluated
  | 'BAD_SCORE'
  | 'ANSWER_GIVEN'
  | 'OTHER_UNITS'
  // the command was asked for something that it can't do
  | 'BAD_OPTION'
  | 'UNKNOWN_COLUMN'
  | 'BAD_QUERY'
  // the file system
  | 'NOT_FOUND'
  | 'NOTHING_THERE'
  | 'OUTPUT_EXISTS'
  | 'OUTPUT_LOCKED'
  | 'OUTPUT_CLOSED'
  | 'READ_FAILED'
  | 'WRITE_FAILED'
  // everything else
  | 'TOO_MANY_KEYS'
  | 'WORKER_DIED'
  | 'ENGINE_FAILED'
  | 'INTERRUPTED';

/** Where an error was found. `line` counts from 1 within `file`. */
export interface ErrorContext {
  /** As the user named it. */
  file?: string;
  /** Counted from 1. */
  line?: number;
  /** Name of the column, as the data names it. */
  column?: string;
  /** The offending text. It is cut short when the error is made. */
  text?: string;
  /** What the user can do about it: an imperative without a full stop. */
  hint?: string;
  /** The error behind this one. */
  cause?: unknown;
}

/** Characters of a path that a message has room for; the path may have 4,096. */
const LONGEST_PATH = 240;

/**
 * An error that a user can do something about. Anything else that is thrown is a bug.
 *
 * @example
 * const place = { file: 'auth.txt', line: 7, text: '1.5' };
 * new CmscError('data', 'BAD_TIME', 'time is not a whole number', place).message;
 * // 'auth.txt:7: time is not a whole number: "1.5"'
 */
export class CmscError extends Error {
  /** Also for errors of another copy of this package, which a bundle beside it may hold. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'CmscError' && 'kind' in value && 'code' in value;
  }

  /** What tells these errors from others, also across copies of this package. */
  override readonly name = 'CmscError';
  /** Who has to act on it; decides the exit status of a command. */
  readonly kind: ErrorKind;
  /** What is wrong, for programs: stable, unlike the message. */
  readonly code: ErrorCode;
  /** What is wrong, without the place and the advice that `message` adds. */
  readonly what: string;
  /** Where it was found; empty when nothing is known. Its `text` is printable, and cut to 120 characters. */
  readonly context: ErrorContext;

  constructor(kind: ErrorKind, code: ErrorCode, what: string, context: ErrorContext = {}) {
    const text = context.text === undefined ? undefined : printable(context.text);
    const file = context.file === undefined ? undefined : shortened(context.file, LONGEST_PATH);
    const place = [file, context.line].filter((part) => part !== undefined).join(':');
    super(
      (place && `${place}: `) +
        what +
        (text === undefined ? '' : `: "${text}"`) +
        (context.hint ? ` (${context.hint})` : ''),
      context.cause === undefined ? undefined : { cause: context.cause },
    );
    this.kind = kind;
    this.code = code;
    this.what = what;
    this.context = text === undefined ? context : { ...context, text };
  }
}

/** The error of a run that was called off; `cause` is why. */
export function interrupted(cause: unknown): CmscError {
  return new CmscError('interrupted', 'INTERRUPTED', 'interrupted', { cause });
}

/** As much of an AbortSignal as there is to look at, wherever this runs. */
export interface CallOff {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/**
 * Ends a run that was called off.
 *
 * @throws CmscError INTERRUPTED when the signal was given, with its reason as the cause.
 */
export function throwIfInterrupted(signal: CallOff | undefined): void {
  if (signal?.aborted) throw interrupted(signal.reason);
}
