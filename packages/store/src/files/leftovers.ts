import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemCode } from './write-error.js';

const LONGEST_BASE = 120;

/** Tells this machine's leftovers from those of others that share the folder. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

const leftovers = new Set<string>();

/**
 * A name for a temporary file or folder of the output `base`: hidden, recognisable, and not to be guessed.
 * A run that is killed outright leaves it behind, until {@link removeStale}; no output ever ends in `.tmp`.
 *
 * @example
 * temporaryName('X.csv') // .X.csv.cmsc-1f3870be-4711-9f86d081884c7d65.tmp
 */
export function temporaryName(base: string): string {
  return `${prefixOf(base)}${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
}

/**
 * Removes what killed runs have left of the output `base` in `folder`: files and folders of processes of this machine
 * that are no more. Never throws.
 */
export function removeStale(folder: string, base: string): void {
  const prefix = prefixOf(base);
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix)) continue;
      const pid = /^(\d+)-[0-9a-f]{16}\.tmp$/.exec(name.slice(prefix.length))?.[1];
      if (pid !== undefined && !isRunning(Number(pid)))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // What can't be listed or removed is in nobody's way.
  }
}

function prefixOf(base: string): string {
  // A file name has room for 255 bytes, and the target may use them all. Nor shall it hold what programs stumble over.
  const short = base.slice(0, LONGEST_BASE).replaceAll(/[^\w.-]/g, '_');
  return `.${short}.cmsc-${HOST}-`;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else runs as well.
    return systemCode(error) !== 'ESRCH';
  }
}

/** Has {@link removeLeftovers} remove `path`, a file or a folder with all that is in it, until it is forgotten. */
export function rememberLeftover(path: string): void {
  if (leftovers.size === 0) process.once('exit', removeLeftovers);
  leftovers.add(path);
}

/** Says that `path` has been removed, or has become an output. */
export function forgetLeftover(path: string): void {
  leftovers.delete(path);
  if (leftovers.size === 0) process.off('exit', removeLeftovers);
}

/**
 * Removes the temporary files of every output that is not complete, at once and without waiting for anything:
 * for the handlers of SIGINT and SIGTERM. It runs by itself when the process exits.
 */
export function removeLeftovers(): void {
  // They stay remembered: what another thread puts there right now is found when the process exits.
  for (const path of leftovers) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
    } catch {
      // The process is going down: one file that resists must not keep the others.
    }
  }
}
