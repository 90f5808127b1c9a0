import { CmscError } from '@cmsc/core';

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space or choose another folder',
  EACCES: 'choose a folder that you may write to',
  EPERM: 'choose a folder that you may write to',
  EROFS: 'choose a folder that you may write to',
  ENOTDIR: 'choose a folder',
  EEXIST: 'choose a folder',
};

/** The error of a file that can't be written, with what to do about it. */
export function writeFailed(file: string, cause: unknown): CmscError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error';
  const hint = HINTS[code];
  return new CmscError('io', 'WRITE_FAILED', `can't be written: ${code}`, {
    file,
    cause,
    ...(hint && { hint }),
  });
}
