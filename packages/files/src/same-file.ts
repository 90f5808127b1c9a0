import { CmscError } from '@cmsc/core';
import { fstatSync, statSync, type BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { followLinks, isStandardOutput } from './target.js';

/** Paths by what they are for: `--report`, for instance. */
export type NamedPaths = Readonly<Record<string, string | undefined>>;

/**
 * Refuses outputs of a run that are one file under whatever names, or a file that the run reads: each would be written
 * over the other. Links are followed, and names that are open already, such as /dev/stdout, stand for what they lead to.
 * Devices such as /dev/null take anything from anyone.
 *
 * @param outputs what is to be written.
 * @param inputs what is read.
 * @param taken names that databases of the run take for themselves.
 * @throws CmscError BAD_OPTION (usage) for the first of them.
 */
export async function refuseSameFiles(
  outputs: NamedPaths,
  inputs: readonly (string | undefined)[],
  taken: readonly string[] = [],
): Promise<void> {
  const kept = await identitiesOf(taken);
  const read = await identitiesOf(inputs);
  inputs.forEach((input, i) => {
    if (read[i] !== undefined && kept.includes(read[i])) throw belongsToDatabase('what is read', input);
  });
  const written = new Map<string, string>();
  for (const [name, path] of Object.entries(outputs)) {
    const identity = await identityOf(path, '/dev/stdout');
    if (identity === undefined) continue;
    const earlier = written.get(identity);
    if (earlier !== undefined) throw refusal(`${earlier} and ${name} name the same file`, path);
    if (read.includes(identity)) throw refusal(`${name} is a file that this run reads`, path);
    if (kept.includes(identity)) throw belongsToDatabase(name, path);
    written.set(identity, name);
  }
}

/** `-` is standard input here. */
function identitiesOf(paths: readonly (string | undefined)[]): Promise<(string | undefined)[]> {
  return Promise.all(paths.map((path) => identityOf(path, '/dev/stdin')));
}

/**
 * Refuses a folder to be written that holds files of the run: they would go with it.
 *
 * @throws CmscError BAD_OPTION (usage) for the first of them.
 */
export async function refuseFilesInside(
  folder: string,
  files: readonly (string | undefined)[],
): Promise<void> {
  const target = await placeOf(folder);
  for (const file of files) {
    const place = file === undefined || isStandardOutput(file) ? undefined : await placeOf(file);
    if (place === undefined || !`${place}${sep}`.startsWith(`${target}${sep}`)) continue;
    throw refusal(`holds ${file}, which belongs to this run`, folder);
  }
}

function belongsToDatabase(name: string, path: string | undefined): CmscError {
  return refusal(`${name} is where a database of this run keeps what is its own`, path);
}

function refusal(what: string, file: string | undefined): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, { file, hint: 'give each a file of its own' });
}

/** What makes two names one file; undefined for what may be shared. `standard` is what `-` stands for. */
async function identityOf(path: string | undefined, standard: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const followed = await followLinks(path === '-' ? standard : resolve(path)).catch(() => undefined);
  if (!followed) return undefined;
  if (followed.descriptor !== undefined) return ofOpen(followed.descriptor);
  const there = await stat(followed.path, { bigint: true }).catch(() => undefined);
  return there ? ofStats(there) : ofMissing(followed.path);
}

/** Standard output is one thing whatever it leads to, even a device: two outputs would get mixed up in it. */
function ofOpen(descriptor: number): string | undefined {
  try {
    const found = fstatSync(descriptor, { bigint: true });
    return ofStats(found) ?? (descriptor === 1 ? 'standard output' : undefined);
  } catch {
    return undefined; // It is not open: whoever uses it will say so.
  }
}

function ofStats(found: BigIntStats): string | undefined {
  return found.isCharacterDevice() || found.isBlockDevice() ? undefined : `${found.dev}:${found.ino}`;
}

/** A file that is yet to be made is known by its folder and its name there. */
async function ofMissing(path: string): Promise<string | undefined> {
  const folder = await stat(dirname(path), { bigint: true }).catch(() => undefined);
  const name = basename(path);
  return folder && `${folder.dev}:${folder.ino}/${foldsCase(dirname(path)) ? foldedCase(name) : name}`;
}

/** Whether a disk takes `A` and `a` for one name, as most do on a Mac: whether the folder answers to the other case. */
function foldsCase(folder: string): boolean {
  const other = join(dirname(folder), swappedCase(basename(folder)));
  if (other === folder) return process.platform === 'darwin';
  const [one, two] = [folder, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && one.ino === two?.ino && one.dev === two.dev;
}

function swappedCase(name: string): string {
  return name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
}

function foldedCase(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Where a path really leads, as far as it is there. */
async function placeOf(path: string): Promise<string> {
  const asked = resolve(path);
  return realpath(asked).catch(async () => {
    const above = dirname(asked);
    return above === asked ? asked : join(await placeOf(above), basename(asked));
  });
}
