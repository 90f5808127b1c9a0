import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CmscError } from '@cmsc/core';

const OF_A_DATASET = /^(auth|proc|flows|dns|redteam)\b|^(auth|proc|flows|dns|redteam)_/;

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
        'exists already',
        force ? 'remove it' : 'choose another folder, or force it to be replaced',
      );
    if (!OF_A_DATASET.test(name)) continue;
    throw exists(file, 'would be read together with the new files', 'remove it, or choose another folder');
  }
}

function exists(file: string, what: string, hint: string): CmscError {
  return new CmscError('io', 'OUTPUT_EXISTS', what, { file, hint });
}
