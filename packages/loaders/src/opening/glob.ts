import { globMatcher } from '@cmsc/core';
import { isMissing, readFailed } from '@cmsc/files';
import { readdir } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';

/** Whether `path` holds a character that means something in a glob. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The paths that match a glob, in no order. `*` and `?` stand for any characters, `[a-c]` and `[!a-c]` for one of a list; none of them
 * matches a slash, or the dot at the beginning of a hidden name.
 *
 * @throws CmscError READ_FAILED (io) for a folder that can't be looked into.
 */
export async function matchGlob(glob: string): Promise<string[]> {
  const { root } = parse(glob);
  let paths = [root];
  for (const segment of glob.slice(root.length).split(sep === '\\' ? /[\\/]+/ : /\/+/)) {
    if (segment === '') continue;
    const found = await Promise.all(paths.map((path) => step(path, segment)));
    paths = found.flat();
  }
  return paths;
}

async function step(folder: string, segment: string): Promise<string[]> {
  if (!isGlob(segment)) return [folder === '' ? segment : join(folder, segment)];
  const matches = globMatcher(segment, { lists: true });
  const names = (await namesIn(folder || '.')) ?? [];
  return names
    .filter((name) => matches(name) && (segment.startsWith('.') || !name.startsWith('.')))
    .map((name) => (folder === '' ? name : join(folder, name)));
}

/**
 * The names in a folder; undefined where there is none. What can't be looked into might hold anything.
 *
 * @throws CmscError READ_FAILED (io).
 */
export async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw readFailed(folder, cause);
  }
}
