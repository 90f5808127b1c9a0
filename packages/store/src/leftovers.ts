import { rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

const LONGEST_BASE = 120;

const leftovers = new Set<string>();

/**
 * A name for a temporary file or folder of the output `base`: hidden, recognisable, and not to be guessed.
 * A run that is killed outright leaves it behind; no output ever ends in `.tmp`.
 *
 * @example
 * temporaryName('X.csv') // .X.csv.cmsc-4711-9f86d081884c7d65.tmp
 */
export function temporaryName(base: string): string {
  // A file name has room for 255 bytes, and the target may use them all. Nor shall it hold what programs stumble over.
  const short = base.slice(0, LONGEST_BASE).replaceAll(/[^\w.-]/g, '_');
  return `.${short}.cmsc-${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
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
