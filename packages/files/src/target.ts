import { constants, fstatSync, type Stats } from 'node:fs';
import { access, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';
import { systemCode, writeFailed } from './errors.js';
import { removeStale } from './scratch-folder.js';

const MOST_LINKS = 40;

/** Where an output goes. */
export interface Target {
  /** The path as the user gave it: for messages and summaries. */
  given: string;
  /** The path to write, absolute; where a symlink points to, not the link. */
  path: string;
  /** A device, a pipe, a socket, or what the process has open already: written to, not renamed onto. */
  special: boolean;
  /** The number under which it is open already: /dev/stdout is 1. */
  descriptor?: number;
  /** Permission bits of the file that will be replaced. */
  mode?: number;
}

/** What may be done to what is there already. */
export interface ReplaceOptions {
  /** Replace an existing file. */
  force?: boolean;
  /** Cuts short the wait for the reader of a named pipe. */
  signal?: AbortSignal;
}

/**
 * Looks at where an output shall go, before any work is done for it, and removes what killed runs have left there.
 *
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written.
 */
export async function findTarget(given: string, { force = false }: ReplaceOptions = {}): Promise<Target> {
  try {
    const { path, descriptor } = await followLinks(resolve(given));
    if (descriptor !== undefined) {
      checkOpen(descriptor);
      return { given, path, special: true, descriptor };
    }
    const there = await statIfThere(path);
    if (there?.isDirectory()) throw new CmscError('io', 'WRITE_FAILED', 'is a folder', { file: given });
    if (there && !there.isFile()) return { given, path, special: true };
    if (there && !force) throw outputExists(given);
    await checkFolder(given, dirname(path));
    await removeStale(dirname(path), basename(path));
    return { given, path, special: false, ...(there && { mode: there.mode & 0o777 }) };
  } catch (error) {
    throw writeFailed(given, error);
  }
}

/** The error for an output that is there and may not be replaced. */
export function outputExists(given: string): CmscError {
  return new CmscError('io', 'OUTPUT_EXISTS', 'exists already', {
    file: given,
    hint: 'replace it with --force',
  });
}

/**
 * Makes sure that an output has a folder to be in.
 *
 * @throws CmscError NOT_FOUND when there is none; what the file system says when it can't be written.
 */
export async function checkFolder(given: string, folder: string): Promise<void> {
  const there = await statIfThere(folder);
  if (!there) {
    throw new CmscError('io', 'NOT_FOUND', `there is no folder "${folder}"`, {
      file: given,
      hint: 'create it first',
    });
  }
  await access(folder, constants.W_OK);
}

/** What a path comes down to. */
export interface Followed {
  /** The path without links in its last part. */
  path: string;
  /** The number under which it is open already. */
  descriptor?: number;
}

/**
 * Follows the links in the last part of an absolute path. The last one may point to a file that is yet to be made.
 *
 * @throws what the file system does, ELOOP for links that go round in a circle.
 */
export async function followLinks(path: string): Promise<Followed> {
  let current = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const descriptor = openDescriptor(current);
    if (descriptor !== undefined) return { path: current, descriptor };
    const entry = await lstat(current).catch(absent);
    if (!entry?.isSymbolicLink()) return { path: current };
    // realpath of the folder first: `..` in a link counts from where its folder really is.
    current = resolve(await realpath(dirname(current)), await readlink(current));
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

/** What is at `path`, links followed; undefined when nothing is. */
export function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch(absent);
}

/**
 * The sockets and counters that the process has for itself are open as well, and no place for an output.
 *
 * @throws EBADF for these, and for what is not open at all.
 */
function checkOpen(descriptor: number): void {
  const found = fstatSync(descriptor);
  if (found.isFile() || found.isFIFO() || found.isSocket() || found.isCharacterDevice()) return;
  throw Object.assign(new Error('not open'), { code: 'EBADF' });
}

function absent(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}

/** Names for what the process has open already. */
const NUMBERED = /^(?:\/dev|\/proc\/(self|thread-self|\d+))\/fd\/(\d+)$/;
const NAMED: Readonly<Record<string, number>> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 };

/**
 * The number under which the process has `path` open already, as `/dev/fd/3` says; undefined when it is the path of a
 * file. Opened anew by such a name, a file would be written from its beginning, over what is there.
 */
function openDescriptor(path: string): number | undefined {
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
