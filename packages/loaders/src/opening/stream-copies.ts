import { ScratchFolder, writeFailed } from '@cmsc/files';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnce, placeOf } from './places.js';
import { adoptStreams, copyOf, forgetStreams, readStored } from './read-stored.js';

/** What errors call the copies, in the folder for temporary files. */
const COPIES = 'copies-of-inputs';

/**
 * Calls `use` while streams among these inputs can be read as often as files can: each is copied into a file, which goes then.
 * `use` is given the files, for readers that know no streams.
 *
 * @throws CmscError READ_FAILED, WRITE_FAILED (io), INTERRUPTED; what `use` throws.
 */
export async function withCopies<T>(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const scratch = new ScratchFolder(tmpdir(), COPIES);
  const identities: string[] = [];
  const fileOf = async (path: string): Promise<string> => {
    const place = await placeOf(path);
    const known = isOnce(place) ? copyOf(place.identity) : path;
    if (known !== undefined) return known;
    const copy = scratch.file(String(identities.length));
    await copyInput(path, copy, signal);
    adoptStreams([{ identity: place.identity, head: new Uint8Array(0), fd: undefined, copy }]);
    identities.push(place.identity);
    return copy;
  };
  try {
    const files: string[] = [];
    for (const path of paths) files.push(await fileOf(path));
    return await use(files);
  } finally {
    forgetStreams(identities);
    await scratch.remove();
  }
}

/** Piece by piece: what is read is good until the next is asked for, and a stream in between would ask ahead. */
async function copyInput(path: string, copy: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await writeFile(copy, readStored(path, signal), { mode: 0o600 });
  } catch (error) {
    throw writeFailed(join(tmpdir(), COPIES), error);
  }
}
