import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CmscError } from '@cmsc/core';
import type { Format } from '../formats/format.js';
import { formatNamed, formats } from '../formats/registry.js';
import { isGlob, matchGlob } from './glob.js';
import { ioError } from './io-error.js';
import { compareNames } from './compare-names.js';

/** The path that stands for standard input. */
export const STDIN = '-';

/**
 * The files that arguments of a command stand for, in the order of the arguments. A file stands for itself, `-` for standard input,
 * a folder for the files in it that are named after the format (after any format when none is given), a glob for the files that match it; the files of a
 * folder or glob are sorted by name, numbers in names as numbers. A name that exists is taken literally, also when it looks like a glob.
 *
 * @throws CmscError NOT_FOUND (io) for a file that is not there or a glob that matches none; NOTHING_THERE (io) for a folder without such files;
 * READ_FAILED (io) for what can't be looked at; UNKNOWN_FORMAT (usage); BAD_OPTION (usage) when standard input is named twice.
 */
export async function expandInputs(args: readonly string[], format?: Format | string): Promise<string[]> {
  const wanted = typeof format === 'string' ? formatNamed(format) : format;
  const paths: string[] = [];
  for (const arg of args) paths.push(...(await expandInput(arg, wanted)));
  if (paths.filter((path) => path === STDIN).length > 1) {
    throw new CmscError('usage', 'BAD_OPTION', 'standard input can be read once only', {
      hint: 'name - once',
    });
  }
  return paths;
}

async function expandInput(arg: string, format: Format | undefined): Promise<string[]> {
  if (arg === STDIN) return [arg];
  try {
    return (await stat(arg)).isDirectory() ? await filesIn(arg, format) : [arg];
  } catch (cause) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '');
    if (!isMissing || !isGlob(arg)) throw cause instanceof CmscError ? cause : ioError(cause, arg);
  }
  const matches = await onlyFiles(await matchGlob(arg));
  if (matches.length > 0) return matches;
  throw new CmscError('io', 'NOT_FOUND', 'no file matches', { file: arg, hint: 'check the path' });
}

async function filesIn(folder: string, format: Format | undefined): Promise<string[]> {
  const kinds: readonly Format[] = format ? [format] : Object.values(formats);
  const names = await readdir(folder);
  const named = names.filter((name) => kinds.some((kind) => kind.fileNames.test(name)));
  const files = await onlyFiles(named.map((name) => join(folder, name)));
  if (files.length > 0) return files;
  const what = `the folder holds no ${kinds.map((kind) => kind.name).join(', ')} file`;
  throw new CmscError('io', 'NOTHING_THERE', what, {
    file: folder,
    hint: `such as ${kinds[0]!.name}.txt.gz; name the files themselves if they are called otherwise`,
  });
}

async function onlyFiles(paths: readonly string[]): Promise<string[]> {
  const kept = await Promise.all(
    paths.map(async (path) => ({
      path,
      isFile: await stat(path).then(
        (found) => !found.isDirectory(),
        () => false,
      ),
    })),
  );
  return kept
    .filter(({ isFile }) => isFile)
    .map(({ path }) => path)
    .sort(compareNames);
}
