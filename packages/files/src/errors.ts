import { CmscError } from '@cmsc/core';

const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it grew over the limit for the size of a file',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk or the network reports an error',
  EMFILE: 'too many files are open',
};

const WRITE_CAUSES: Readonly<Record<string, string>> = {
  ...CAUSES,
  ENOENT: 'its folder is gone',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EPIPE: 'nobody reads it any more',
  EBADF: 'it is not open for writing',
};

const READ_CAUSES: Readonly<Record<string, string>> = {
  ...CAUSES,
  EISDIR: 'it is a folder, not a file',
  ENXIO: 'it is a socket, not a file',
  EBADF: 'it is closed',
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

/** Whether the system says that nothing is under a path, or a part of it is no folder. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');
}

/** The error to show for `error`, which came up while `path` was written. What is a CmscError already stays as it is. */
export function writeFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  const code = systemCode(error) ?? '';
  const what = `can't be written: ${WRITE_CAUSES[code] ?? messageOf(error)}`;
  return new CmscError('io', 'WRITE_FAILED', what, { file: path, cause: error, hint: HINTS[code] });
}

/** The error to show for `error`, which came up while `path` was read, listed or looked for. What is a CmscError already stays as it is. */
export function readFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  const context = { file: path, cause: error };
  if (!isMissing(error))
    return new CmscError(
      'io',
      'READ_FAILED',
      `can't be read, ${READ_CAUSES[systemCode(error) ?? ''] ?? messageOf(error)}`,
      context,
    );
  const [what, hint] = isUrl(path)
    ? [
        'is an address in a network, and files are read from this machine only',
        'download it, and name the file',
      ]
    : ['there is no such file', 'check the path'];
  return new CmscError('io', 'NOT_FOUND', what, { ...context, hint });
}

/** Whether a name looks like an address in a network, such as `https://…` and `s3://…`. */
export function isUrl(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
