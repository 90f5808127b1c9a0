import { closeSync, constants, openSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ByteCounter, type ByteSink, type WrittenBytes } from './byte-sink.js';
import { forgetLeftover, rememberLeftover, removeStale, temporaryName } from './leftovers.js';
import { publish } from './publish.js';
import { findTarget, type ReplaceOptions, type Target } from './target.js';
import { systemCode, writeFailed } from './write-error.js';

/**
 * Opens a file that will be complete or absent: its bytes go to a temporary file beside it, which takes the
 * target's name when it is finished. Symlinks are followed; a device or a pipe is written to directly.
 *
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written.
 * @example
 * const file = await openAtomicFile('rejects.csv', { force: true });
 * await file.write(Buffer.from('file,line,reason,row\n'));
 * const { bytes, sha256 } = await file.finish();
 */
export async function openAtomicFile(path: string, options: ReplaceOptions = {}): Promise<ByteSink> {
  return openTarget(await findTarget(path, options), options);
}

/**
 * The same for a target that has been looked at already.
 *
 * @throws CmscError WRITE_FAILED when it can't be written.
 */
export async function openTarget(target: Target, { force = false }: ReplaceOptions = {}): Promise<ByteSink> {
  try {
    if (target.special) return new SpecialFile(target, await open(target.path, constants.O_WRONLY));
    removeStale(dirname(target.path), basename(target.path));
    const temporary = join(dirname(target.path), temporaryName(basename(target.path)));
    // Made at once, so that no signal can come between: see removeLeftovers.
    closeSync(openSync(temporary, 'wx'));
    rememberLeftover(temporary);
    return new AtomicFile(target, force, temporary, await open(temporary, 'r+'));
  } catch (error) {
    throw writeFailed(target.given, error);
  }
}

/** A file under its temporary name. */
class AtomicFile implements ByteSink {
  readonly closedEarly = false;
  readonly #counter = new ByteCounter();
  readonly #target: Target;
  readonly #force: boolean;
  readonly #temporary: string;
  readonly #handle: FileHandle;

  constructor(target: Target, force: boolean, temporary: string, handle: FileHandle) {
    this.#target = target;
    this.#force = force;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#handle, bytes);
    } catch (error) {
      throw writeFailed(this.#target.given, error);
    }
    this.#counter.add(bytes);
  }

  async finish(): Promise<WrittenBytes> {
    try {
      await this.#handle.close();
      await publish(this.#temporary, this.#target, this.#force);
    } catch (error) {
      await this.abort();
      throw writeFailed(this.#target.given, error);
    }
    forgetLeftover(this.#temporary);
    return this.#counter.total();
  }

  async abort(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#temporary, { force: true }).catch(() => undefined);
    forgetLeftover(this.#temporary);
  }
}

/** A device or a named pipe: there is no name to be careful about. */
class SpecialFile implements ByteSink {
  closedEarly = false;
  readonly #counter = new ByteCounter();
  readonly #target: Target;
  readonly #handle: FileHandle;

  constructor(target: Target, handle: FileHandle) {
    this.#target = target;
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closedEarly) return;
    try {
      await writeAll(this.#handle, bytes);
      this.#counter.add(bytes);
    } catch (error) {
      if (systemCode(error) !== 'EPIPE') throw writeFailed(this.#target.given, error);
      this.closedEarly = true;
    }
  }

  async finish(): Promise<WrittenBytes> {
    try {
      await this.#handle.close();
    } catch (error) {
      throw writeFailed(this.#target.given, error);
    }
    return this.#counter.total();
  }

  async abort(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}

/** A single write may take only a part, on a disk that is filling up for instance. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}
