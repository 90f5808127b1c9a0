/** Names for what the process has open already. */
const NUMBERED = /^(?:\/dev|\/proc\/(self|thread-self|\d+))\/fd\/(\d+)$/;
const NAMED: Readonly<Record<string, number>> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 };

/**
 * The number under which the process has `path` open already, as `/dev/fd/3` says; undefined when it is the path of a
 * file. Opened anew by such a name, a file would be written from its beginning, over what is there.
 */
export function openDescriptor(path: string): number | undefined {
  const named = NAMED[path];
  if (named !== undefined) return named;
  const [, owner = 'self', number] = NUMBERED.exec(path) ?? [];
  if (number === undefined || (/^\d+$/.test(owner) && Number(owner) !== process.pid)) return undefined;
  return Number(number);
}

/** Whether `path` is standard output, by whatever name: `-`, `/dev/stdout`, `/dev/fd/1`. */
export function isStandardOutput(path: string): boolean {
  return path === '-' || openDescriptor(path) === 1;
}
