import { CmscError } from '@cmsc/core';
import { expandInputs, type Format } from '@cmsc/loaders';
import { stat } from 'node:fs/promises';
import type { InputOptions } from '../options.js';
import { hashOf } from '@cmsc/files';

/** A file, told by what is in it. */
export interface HashedFile {
  path: string;
  /** Its size as it is stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hexadecimal. */
  sha256: string;
}

/**
 * The files of a run, with their hashes: what tells whether a cluster has them already.
 *
 * @throws CmscError BAD_OPTION (usage) for what can't be read twice, such as standard input; NOT_FOUND, NOTHING_THERE or
 * READ_FAILED (io); INTERRUPTED.
 */
export async function hashInputs(
  { inputs, signal }: Pick<InputOptions, 'inputs' | 'signal'>,
  format: Format,
): Promise<HashedFile[]> {
  const files: HashedFile[] = [];
  for (const path of await expandInputs(inputs, format)) files.push(await hashFile(path, signal));
  return files;
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<HashedFile> {
  if (path === '-' || !(await stat(path)).isFile()) {
    const what = 'a cluster tells its parts by the hash of their file, so it loads files only';
    throw new CmscError('usage', 'BAD_OPTION', what, { text: path, hint: 'write it to a file first' });
  }
  return { path, ...(await hashOf(path, signal)) };
}
