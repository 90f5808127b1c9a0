import { mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';
import { writeFailed } from './write-failed.js';

const OF_A_DATASET = /^(auth|proc|flows|dns|redteam)\b|^(auth|proc|flows|dns|redteam)_/;

/**
 * Makes a folder, and the folders above it.
 *
 * @returns the folders that were not there before, the innermost first.
 * @throws CmscError WRITE_FAILED when that can't be.
 */
export async function makeFolder(folder: string): Promise<string[]> {
  try {
    const first = await mkdir(folder, { recursive: true });
    if (first === undefined) return [];
    const made = [resolve(folder)];
    while (made.at(-1) !== resolve(first)) made.push(dirname(made.at(-1)!));
    return made;
  } catch (cause) {
    throw writeFailed(folder, cause);
  }
}

/** Removes the folders that {@link makeFolder} made, unless something is in them. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const folder of made) await rmdir(folder).catch(() => undefined);
}

/**
 * Refuses a folder in which files would be lost, or in which others would later be taken for rows of the new data set.
 * Files of the given names are to be written; with `force`, they may be replaced.
 *
 * @throws CmscError OUTPUT_EXISTS when the folder is refused.
 */
export async function refuseMixing(folder: string, names: readonly string[], force: boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const ours = names.includes(name);
    if (ours && force && (await stat(file)).isFile()) continue;
    if (ours)
      throw exists(
        file,
        'is there already',
        force ? 'remove it' : 'choose another folder, or force it to be replaced',
      );
    if (!OF_A_DATASET.test(name)) continue;
    throw exists(file, 'would be read together with the new files', 'remove it, or choose another folder');
  }
}

function exists(file: string, what: string, hint: string): CmscError {
  return new CmscError('io', 'OUTPUT_EXISTS', what, { file, hint });
}
