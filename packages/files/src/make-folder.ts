import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemCode, writeFailed } from './errors.js';
import { statIfThere } from './target.js';

/**
 * Makes a folder, and the folders above it, one by one: Node's own way of it goes round for ever where the system says
 * that what it has just looked at is not there, as below /proc.
 *
 * @returns the folders that were not there before, the innermost first.
 * @throws CmscError WRITE_FAILED when that can't be.
 */
export async function makeFolder(folder: string): Promise<string[]> {
  const missing: string[] = [];
  const made: string[] = [];
  try {
    let path = resolve(folder);
    for (; !(await statIfThere(path)); path = dirname(path)) missing.push(path);
    if (!(await stat(path)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    for (const path of missing.reverse()) {
      if (await mkdirUnlessThere(path)) made.unshift(path);
    }
    return made;
  } catch (error) {
    await removeFolders(made);
    throw writeFailed(folder, error);
  }
}

/** @returns false when another run was faster: then the folder is its, and to be written into like any other. */
async function mkdirUnlessThere(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return false;
    throw error;
  }
}

/** Removes the folders that {@link makeFolder} made, unless something is in them. Never throws. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const folder of made) await rmdir(folder).catch(() => undefined);
}
