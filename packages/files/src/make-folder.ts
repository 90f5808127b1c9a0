import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeFailed } from './errors.js';
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
      await mkdir(path);
      made.unshift(path);
    }
    return made;
  } catch (error) {
    await removeFolders(made);
    throw writeFailed(folder, error);
  }
}

/** Removes the folders that {@link makeFolder} made, unless something is in them. Never throws. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const folder of made) await rmdir(folder).catch(() => undefined);
}
