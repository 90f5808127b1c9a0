import { constants, type Stats } from 'node:fs';
import { access, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';
import { systemCode, writeFailed } from './write-error.js';

const MOST_LINKS = 40;

/** Names for what the process has open already. They are no place to put a file beside, even when they lead to one. */
const OPEN_FILE = /^\/dev\/(stdout|stderr|fd\/\d+)$|^\/proc\/(self|\d+)\/fd\/\d+$/;

/** Where an output goes. */
export interface Target {
  /** The path as the user gave it: for messages and summaries. */
  given: string;
  /** The path to write, absolute; where a symlink points to, not the link. */
  path: string;
  /** A device, a pipe, a socket: written to, not renamed onto. */
  special: boolean;
  /** Permission bits of the file that will be replaced. */
  mode?: number;
}

/** What may be done to what is there already. */
export interface ReplaceOptions {
  /** Replace an existing file. */
  force?: boolean;
}

/**
 * Looks at where an output shall go, before any work is done for it.
 *
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written.
 */
export async function findTarget(given: string, { force = false }: ReplaceOptions = {}): Promise<Target> {
  try {
    const asked = resolve(given);
    const there = await statIfThere(asked);
    if (there?.isDirectory()) throw new CmscError('io', 'WRITE_FAILED', 'is a folder', { file: given });
    if ((there && !there.isFile()) || OPEN_FILE.test(asked)) return { given, path: asked, special: true };
    if (there && !force) throw outputExists(given);
    const path = await followLinks(asked);
    await checkFolder(given, dirname(path));
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

async function checkFolder(given: string, folder: string): Promise<void> {
  const there = await statIfThere(folder);
  if (!there) {
    throw new CmscError('io', 'NOT_FOUND', `there is no folder "${folder}"`, {
      file: given,
      hint: 'create it first',
    });
  }
  await access(folder, constants.W_OK);
}

/** The path without links in its last part. The last link may point to a file that is yet to be made. */
async function followLinks(path: string): Promise<string> {
  let current = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const entry = await lstat(current).catch(absent);
    if (!entry?.isSymbolicLink()) return current;
    // realpath of the folder first: `..` in a link counts from where its folder really is.
    current = resolve(await realpath(dirname(current)), await readlink(current));
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch(absent);
}

function absent(error: unknown): undefined {
  if (systemCode(error) === 'ENOENT') return undefined;
  throw error;
}
