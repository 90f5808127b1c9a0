import { existsSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';

/** A file to be written. */
export interface WholeFile {
  /** As it was typed: `~` is the home folder. */
  path: string;
  /** Replaces a file that exists. */
  replace: boolean;
}

/**
 * Writes a file that is complete or absent: `write` writes to the path it is given, beside the file.
 * @throws CmscError of kind io when the file exists or can't be written; what `write` throws after an abort
 */
export async function writeWhole<T>(
  target: WholeFile,
  write: (partial: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const path = fullPath(target.path);
  if (!target.replace && existsSync(path)) throw existing(path);
  const partial = `${path}.${process.pid}.partial`;
  try {
    const result = await write(partial);
    await moveInto(partial, path, target.replace);
    return result;
  } catch (cause) {
    await rm(partial, { force: true });
    if (cause instanceof CmscError || signal.aborted) throw cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new CmscError('io', 'WRITE_FAILED', 'the file could not be written', { file: path, text, cause });
  }
}

function fullPath(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path);
}

function existing(path: string): CmscError {
  return new CmscError('io', 'OUTPUT_EXISTS', 'the file exists', { file: path });
}

// A link fails where a file has appeared meanwhile; a rename would replace it without a word.
async function moveInto(partial: string, path: string, replace: boolean): Promise<void> {
  if (replace) return rename(partial, path);
  try {
    await link(partial, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw existing(path);
    return rename(partial, path);
  }
  await rm(partial);
}
