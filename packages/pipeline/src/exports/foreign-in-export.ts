import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The file that every export leaves in its folder: by it --force knows what it may replace. */
export const MANIFEST_FILE = 'manifest.json';

/** What a manifest has to say for the folder to be an export. */
interface Listed {
  command?: unknown;
  outputs?: { path?: unknown }[];
}

/**
 * What in a folder was not put there by an export, in words that go on from its name; undefined when all of it was, or
 * it is empty. Other programs write a `manifest.json`, too: it has to be that of an export, and list every file.
 */
export async function foreignInExport(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  if (names.length === 0) return undefined;
  const listed = await listedFiles(join(folder, MANIFEST_FILE));
  if (!listed) return 'is no folder of an export';
  for await (const path of filesIn(folder)) {
    const name = relative(folder, path);
    if (!listed.has(name)) return `holds ${name}, which no export has put there`;
  }
  return undefined;
}

async function listedFiles(manifest: string): Promise<Set<unknown> | undefined> {
  try {
    const { command, outputs } = JSON.parse(await readFile(manifest, 'utf8')) as Listed;
    if (command !== 'export' || !Array.isArray(outputs)) return undefined;
    return new Set([MANIFEST_FILE, ...outputs.map(({ path }) => path)]);
  } catch {
    return undefined; // It is not there, no file, or no JSON.
  }
}

/** All that is in a folder and the folders below it, but these. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await lstat(path)).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}
