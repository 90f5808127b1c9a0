import { CmscError } from '@cmsc/core';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'it is a socket, not a file',
  EBADF: 'it is closed',
  EMFILE: 'too many files are open',
  EIO: 'the disk or the network reports an error',
};

/** What the user is told when the system refuses to open, list or read `file`. */
export function ioError(cause: unknown, file: string): CmscError {
  if (cause instanceof CmscError) return cause;
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    if (isUrl(file))
      return new CmscError(
        'io',
        'NOT_FOUND',
        'is an address in a network, and files are read from this machine only',
        {
          file,
          cause,
          hint: 'download it, and name the file',
        },
      );
    return new CmscError('io', 'NOT_FOUND', 'there is no such file', { file, cause, hint: 'check the path' });
  }
  return new CmscError('io', 'READ_FAILED', `can't be read, ${REASONS[code] ?? message}`, { file, cause });
}

/** Whether a name looks like an address in a network, such as `https://…` and `s3://…`. */
export function isUrl(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
}
