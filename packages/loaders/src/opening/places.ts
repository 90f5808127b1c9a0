import { CmscError } from '@cmsc/core';
import { fstat, fstatSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { addressOf } from './input-address.js';
import { ioError } from './io-error.js';

const statDescriptor = promisify(fstat);

/** The path that stands for standard input. */
export const STDIN = '-';

/** What the system has under the path of an input. */
export interface Place {
  /** What of `Stats` of node:fs is asked for: users of the package need no types of Node. */
  stats: { size: number; isFile(): boolean; isFIFO(): boolean; isSocket(): boolean };
  /** The descriptor that the path names, such as 63 for `/dev/fd/63` and 0 for `-`; undefined for a name in the file system. */
  fd: number | undefined;
  /** Pipes, sockets and terminals: their bytes come once, and may be waited for. */
  isStream: boolean;
  /** What tells it from all others, whatever the path. */
  identity: string;
}

/** What messages call an input. */
export function nameOfInput(path: string): string {
  return path === STDIN ? 'standard input' : path;
}

/**
 * Finds what is under a path; `-` and `/dev/stdin` are one descriptor, and so are `/dev/fd/N` and `/proc/self/fd/N`. A table of a database is
 * in the place of its file.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io), also for a folder.
 */
export async function placeOf(path: string): Promise<Place> {
  try {
    const given = descriptorOf(path);
    // At once: there may be a hundred thousand of them.
    const stats = given === undefined ? statSync(addressOf(path).file) : fstatSync(given);
    if (stats.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    const identity = `${stats.dev}:${stats.ino}`;
    const waits =
      stats.isFIFO() || stats.isSocket() || (stats.isCharacterDevice() && isTerminal(path, given));
    const fd = given ?? (waits ? await standardInputOf(identity) : undefined);
    // A socket can't be opened by a name, so that those but standard input are read by their number, as files are.
    const isStream = waits && !(stats.isSocket() && fd !== undefined && fd > 0);
    return { stats, fd, isStream, identity };
  } catch (cause) {
    throw ioError(cause, nameOfInput(path));
  }
}

/**
 * Refuses what can be read once under two names, such as `-` and `/dev/stdin`. What can't be found is for its reader to say.
 *
 * @throws CmscError BAD_OPTION (usage).
 */
export async function refuseSameStream(paths: readonly (string | undefined)[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const path of paths) {
    if (path === undefined) continue;
    const place = await placeOf(path).catch(() => undefined);
    if (!place || (!place.isStream && place.fd === undefined)) continue;
    const earlier = seen.get(place.identity);
    if (earlier !== undefined) throw readOnce(earlier, path);
    seen.set(place.identity, path);
  }
}

function readOnce(first: string, second: string): CmscError {
  const what =
    first === second
      ? 'is given more than once'
      : `is ${first === STDIN ? 'standard input' : first} under another name`;
  return new CmscError('usage', 'BAD_OPTION', `${what}, and can be read once only`, {
    file: nameOfInput(second),
    hint: 'name it once',
  });
}

/** The number of the descriptor that a path names, such as 63 for `/dev/fd/63` and 0 for `-`; undefined for other paths. */
export function descriptorOf(path: string): number | undefined {
  if (path === STDIN) return 0;
  if (!path.startsWith('/')) return undefined;
  const plain = posix.normalize(path);
  if (plain === '/dev/stdin') return 0;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/.exec(plain)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Standard input has a number of its own: a socket, such as that of a shell far away, can't be opened by a name. */
async function standardInputOf(identity: string): Promise<number | undefined> {
  const stats = await statDescriptor(0).catch(() => undefined);
  return stats && `${stats.dev}:${stats.ino}` === identity ? 0 : undefined;
}

/** Other devices, such as /dev/null, are read as files are. */
function isTerminal(path: string, fd: number | undefined): boolean {
  return fd === undefined ? /^\/dev\/(tty|pts\/)/.test(posix.normalize(path)) : isatty(fd);
}
