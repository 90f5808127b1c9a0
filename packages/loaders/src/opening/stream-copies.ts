import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { adoptStreams, forgetStreams, readStream, takeStream, type OpenedStream } from './read-stored.js';

/**
 * Calls `use` while streams among these inputs can be read as often as files can: each is copied into a file, which goes then.
 * `use` is given the files, for readers that know no streams.
 *
 * @throws CmscError READ_FAILED (io), INTERRUPTED; what `use` throws.
 */
export async function withCopies<T>(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  use: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  const copies = new Copies();
  try {
    const files: string[] = [];
    for (const path of paths) {
      const stream = await takeStream(path);
      files.push(stream ? (stream.copy ?? (await copies.add(stream, signal))) : path);
    }
    return await use(files);
  } finally {
    await copies.remove();
  }
}

/** Files that hold streams, in a folder that goes with them. */
class Copies {
  readonly #identities: string[] = [];
  #folder: string | undefined;
  readonly #removeAtExit = () => this.#folder && rmSync(this.#folder, { recursive: true, force: true });

  async add(stream: OpenedStream, signal: AbortSignal | undefined): Promise<string> {
    if (this.#folder === undefined) {
      this.#folder = await mkdtemp(join(tmpdir(), 'cmsc-'));
      process.once('exit', this.#removeAtExit);
    }
    const copy = join(this.#folder, String(this.#identities.length));
    await pipeline(Readable.from(readStream(stream, signal)), createWriteStream(copy, { mode: 0o600 }));
    adoptStreams([{ identity: stream.identity, head: new Uint8Array(0), fd: undefined, copy }]);
    this.#identities.push(stream.identity);
    return copy;
  }

  async remove(): Promise<void> {
    forgetStreams(this.#identities);
    if (this.#folder === undefined) return;
    await rm(this.#folder, { recursive: true, force: true });
    process.off('exit', this.#removeAtExit);
  }
}
