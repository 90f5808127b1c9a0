import { CmscError } from '@cmsc/core';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** The file that every export leaves in its folder: by it --force knows what it may replace. */
export const MANIFEST_FILE = 'manifest.json';

/**
 * A folder that is complete or absent: it is filled under a temporary name beside its target, and takes the target's
 * name when it is finished. A folder that is there already is only replaced when it may be, and was an export or empty.
 */
export class TargetFolder {
  /** Where to write until then. */
  readonly path: string;
  readonly #given: string;
  readonly #target: string;
  readonly #removeAtExit = (): void => rmSync(this.path, { recursive: true, force: true });

  private constructor(given: string) {
    this.#given = given;
    this.#target = resolve(given);
    this.path = temporaryPath(this.#target);
  }

  /**
   * Looks at where a folder shall go, and makes the temporary one.
   *
   * @throws CmscError OUTPUT_EXISTS when it is there and may not be replaced, NOT_FOUND without a folder to put it in,
   * WRITE_FAILED when it can't be made.
   */
  static async open(given: string, force = false): Promise<TargetFolder> {
    const folder = new TargetFolder(given);
    await checkReplaceable(given, folder.#target, force);
    process.once('exit', folder.#removeAtExit);
    await mkdir(folder.path).catch((cause: NodeJS.ErrnoException) => {
      process.off('exit', folder.#removeAtExit);
      if (cause.code !== 'ENOENT') throw folderFailed(given, cause);
      const what = `there is no folder "${dirname(given)}"`;
      throw new CmscError('io', 'NOT_FOUND', what, { file: given, hint: 'create it first', cause });
    });
    return folder;
  }

  /**
   * Gives the folder its name. What was there before stays until it has it.
   *
   * @throws CmscError OUTPUT_EXISTS when another run was faster, WRITE_FAILED naming the cause.
   */
  async publish(force = false): Promise<void> {
    await checkReplaceable(this.#given, this.#target, force);
    const old = temporaryPath(this.#target);
    const hadOld = await rename(this.#target, old).then(
      () => true,
      () => false,
    );
    try {
      await rename(this.path, this.#target);
    } catch (error) {
      if (hadOld) await rename(old, this.#target);
      throw folderFailed(this.#given, error);
    }
    process.off('exit', this.#removeAtExit);
    if (hadOld) await rm(old, { recursive: true, force: true });
  }

  /** Leaves nothing behind. Never throws. */
  async abort(): Promise<void> {
    await rm(this.path, { recursive: true, force: true }).catch(() => undefined);
    process.off('exit', this.#removeAtExit);
  }
}

/**
 * Refuses to replace a folder that holds inputs of the same run.
 *
 * @throws CmscError BAD_OPTION (usage) for the first of them.
 */
export async function refuseInputsInside(
  folder: string,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const target = await realpath(folder).catch(() => undefined);
  if (target === undefined) return;
  for (const input of inputs) {
    const place = input === undefined ? undefined : await realpath(input).catch(() => undefined);
    if (place === undefined || !`${place}${sep}`.startsWith(`${target}${sep}`)) continue;
    throw new CmscError('usage', 'BAD_OPTION', 'holds an input of this run', {
      file: folder,
      hint: 'give the output a folder of its own',
    });
  }
}

/** The error for a folder, or a file in it, that can't be written. */
export function folderFailed(file: string, cause: unknown): CmscError {
  if (cause instanceof CmscError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CmscError('io', 'WRITE_FAILED', `can't be written: ${reason}`, { file, cause });
}

async function checkReplaceable(given: string, target: string, force: boolean): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  if (!there) return;
  const refuse = (what: string, hint: string): CmscError =>
    new CmscError('io', 'OUTPUT_EXISTS', what, { file: given, hint });
  if (!there.isDirectory()) throw refuse('exists already and is no folder', 'name another folder');
  if (!force) throw refuse('exists already', 'replace it with --force');
  const names = await readdir(target);
  if (names.length > 0 && !names.includes(MANIFEST_FILE))
    throw refuse('is no folder of an export, so --force does not replace it', 'name another folder');
}

function temporaryPath(target: string): string {
  const name = `.${basename(target)}.cmsc-${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
  return join(dirname(target), name);
}
