import { closeSync, openSync } from 'node:fs';
import { chmod, link, lstat, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ByteCounter, type ByteSink, type WrittenBytes } from './byte-sink.js';
import { systemCode, writeFailed } from './errors.js';
import { ScratchFolder } from './scratch-folder.js';
import { openSpecial } from './special-file.js';
import { findTarget, outputExists, type ReplaceOptions, type Target } from './target.js';

/**
 * Opens a file that will be complete or absent: its bytes go to a temporary file beside it, which takes the
 * target's name when it is finished. Symlinks are followed; a device or a pipe is written to directly.
 *
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written, INTERRUPTED while the reader of a named pipe is waited for.
 * @example
 * const file = await openWholeFile('rejects.csv', { force: true });
 * await file.write(Buffer.from('file,line,reason,row\n'));
 * const { bytes, sha256 } = await file.finish();
 */
export async function openWholeFile(path: string, options: ReplaceOptions = {}): Promise<ByteSink> {
  return openTarget(await findTarget(path, options), options);
}

/**
 * The same for a target that has been looked at already.
 *
 * @throws CmscError WRITE_FAILED when it can't be written, INTERRUPTED as {@link openWholeFile} has it.
 */
export async function openTarget(target: Target, options: ReplaceOptions = {}): Promise<ByteSink> {
  const scratch = new ScratchFolder(dirname(target.path), basename(target.path));
  try {
    if (target.special) return await openSpecial(target, options.signal);
    const temporary = scratch.file('output');
    closeSync(openSync(temporary, 'wx', target.mode ?? 0o666));
    return new WholeFile(target, options.force ?? false, scratch, await open(temporary, 'r+'));
  } catch (error) {
    await scratch.remove();
    throw writeFailed(target.given, error);
  }
}

/** A file under its temporary name. */
class WholeFile implements ByteSink {
  readonly closedEarly = false;
  readonly #counter = new ByteCounter();
  readonly #target: Target;
  readonly #force: boolean;
  readonly #scratch: ScratchFolder;
  readonly #handle: FileHandle;

  constructor(target: Target, force: boolean, scratch: ScratchFolder, handle: FileHandle) {
    this.#target = target;
    this.#force = force;
    this.#scratch = scratch;
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
      await publish(this.#scratch.file('output'), this.#target, this.#force);
    } catch (error) {
      throw writeFailed(this.#target.given, error);
    } finally {
      await this.abort();
    }
    return this.#counter.total();
  }

  async abort(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await this.#scratch.remove();
  }
}

/** A single write may take only a part, on a disk that is filling up for instance. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}

/**
 * Gives a complete file its name, and the permissions of the one that it replaces: from here on the output is there,
 * whole, even after a power cut. `temporary` must lie on the same disk as the target; it is gone afterwards.
 *
 * @throws CmscError OUTPUT_EXISTS when another process has made the target since; else what the file system throws.
 */
export async function publish(temporary: string, target: Target, force = false): Promise<void> {
  const file = await open(temporary, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  if (target.mode !== undefined) await chmod(temporary, target.mode);
  await (force ? rename(temporary, target.path) : claim(temporary, target));
  await settleFolder(dirname(target.path));
}

/** Without this a power cut could forget a new name. Some systems refuse it: there the name is as safe as it gets. */
export async function settleFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => undefined);
  await opened?.close();
}

/** Renames without ever replacing: of two runs to one target one wins, and the other is told. */
async function claim(temporary: string, target: Target): Promise<void> {
  try {
    // link fails when the name is taken, rename would silently replace it.
    await link(temporary, target.path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw outputExists(target.given);
    if (!hasNoLinks(error)) throw error;
    if (await isThere(target.path)) throw outputExists(target.given);
    return rename(temporary, target.path);
  }
  await unlink(temporary);
}

/** Whether the disk knows no hard links: FAT, some network disks. */
export function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '');
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
