import { CmscError } from '@cmsc/core';
import { readFailed } from '@cmsc/files';
import { existsSync, fstat, fstatSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';

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

/** Which file an input is in, and what it is called there. */
export interface InputAddress {
  /** The file, or `-`. */
  file: string;
  /** What stands behind a `#`: the name of a table in a database. Undefined where the file itself is meant. */
  table: string | undefined;
}

/**
 * Takes the name of an input apart: `x.duckdb#auth_raw` is the table auth_raw in x.duckdb, where there is that file. A name that exists
 * is taken literally, also with a `#` in it.
 */
export function addressOf(path: string): InputAddress {
  const whole = { file: path, table: undefined };
  if (!path.includes('#') || existsSync(path)) return whole;
  for (let at = path.indexOf('#'); at >= 0; at = path.indexOf('#', at + 1)) {
    const file = path.slice(0, at);
    if (isFile(file)) return { file, table: path.slice(at + 1) };
  }
  return whole;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // Whoever reads it says why.
  }
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
    throw readFailed(nameOfInput(path), cause);
  }
}

/** Whether bytes come once: those of a file behind a descriptor do too, since its place in the file moves on. */
export function isOnce({ isStream, fd }: Place): boolean {
  return isStream || fd !== undefined;
}

/**
 * The stored bytes of all inputs together, undefined when one of them is a pipe or a terminal. Asking before the first is read finds out at
 * once that the last is missing, and not after an hour.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function sizeOfInputs(paths: readonly string[]): Promise<number | undefined> {
  let bytes: number | undefined = 0;
  for (const path of paths) {
    const { stats } = await placeOf(path);
    bytes = bytes !== undefined && stats.isFile() ? bytes + stats.size : undefined;
  }
  return bytes;
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
    if (!place || !isOnce(place)) continue;
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
