import { CmscError } from '@cmsc/core';

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it grew over the limit for the size of a file',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'its folder is gone',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reported an error',
  EPIPE: 'nobody reads it any more',
  EBADF: 'it is not open for writing',
};

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, or write elsewhere',
  EDQUOT: 'free some space, or write elsewhere',
  EROFS: 'choose a folder that you may write to',
  EACCES: 'choose a folder that you may write to',
  EPERM: 'choose a folder that you may write to',
};

/** The operating system's code of an error, such as `ENOSPC`, or undefined when it has none. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The error to show for `error`, which came up while `path` was written. What is a CmscError already stays as it is. */
export function writeFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  const code = systemCode(error) ?? '';
  const cause = CAUSES[code] ?? (error instanceof Error ? error.message : String(error));
  const what = `can't be written: ${cause}`;
  return new CmscError('io', 'WRITE_FAILED', what, { file: path, cause: error, hint: HINTS[code] });
}

/** The error to show for `error`, which came up while `path` was read. */
export function readFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  return systemCode(error) === 'ENOENT'
    ? new CmscError('io', 'NOT_FOUND', 'no such file', { file: path, hint: 'check the path', cause: error })
    : new CmscError('io', 'READ_FAILED', (error as Error).message, { file: path, cause: error });
}
