import { chmod, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './errors.js';
import { outputExists, type Target } from './target.js';

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
function hasNoLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(systemCode(error) ?? '');
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
