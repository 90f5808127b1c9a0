import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { lstatSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { systemCode, writeFailed } from './errors.js';
import { isDead, showLife, type SignOfLife } from './sign-of-life.js';

const LONGEST_BASE = 120;

/** Folder inside a temporary one for what was moved out of the way of an output, under the names that it had. */
export const REPLACED = 'replaced';

/**
 * Tells the leftovers of this machine, since it was started, from those of others that share the folder: only of these
 * can the system say whether their process lives.
 */
const MACHINE = createHash('sha256').update(bootId()).digest('hex').slice(0, 8);

/** What the name of a temporary folder ends with, behind its prefix. */
const TEMPORARY_END = /[0-9a-f]{16}\.tmp$/;

const leftovers = new Set<string>();

/** A folder for temporary files that nobody else can look into. It is made when it is first asked for. */
export class ScratchFolder {
  readonly #path: string;
  /** What errors name: nobody knows the temporary name. */
  readonly #output: string;
  #life: SignOfLife | undefined;

  /** `parent` is the folder to put it in; `base` the name of the output that it is for. */
  constructor(parent: string, base: string) {
    this.#path = join(parent, temporaryName(base));
    this.#output = join(parent, base);
  }

  /**
   * The path of `name` inside the folder.
   *
   * @throws CmscError WRITE_FAILED when the folder can't be made.
   */
  file(name: string): string {
    this.#life ??= this.#make();
    return join(this.#path, name);
  }

  /** Removes the folder with all that is in it. Never throws. */
  async remove(): Promise<void> {
    if (!this.#life) return;
    this.#life.stop();
    this.#life = undefined;
    removeFolder(this.#path);
    // What could not go now, since somebody had put something there again, goes when the process exits.
    if (!existsSync(this.#path)) forgetLeftover(this.#path);
  }

  #make(): SignOfLife {
    try {
      // Made at once, so that no signal can come between: see removeLeftovers.
      mkdirSync(this.#path, { mode: 0o700 });
      rememberLeftover(this.#path);
      const life = showLife(this.#path);
      // While it is empty another run may take it for what a killed one has left: see removeStale.
      if (!life.isShown) writeFileSync(join(this.#path, 'in-use'), '');
      return life;
    } catch (error) {
      if (systemCode(error) === 'ENOENT' && existsSync(dirname(this.#path))) return this.#make();
      throw writeFailed(this.#output, error);
    }
  }
}

/**
 * A name for the temporary folder of the output `base`: hidden, recognisable, and not to be guessed. A run that is killed
 * outright leaves it behind, until {@link removeStale}; no output ever ends in `.tmp`.
 *
 * @example
 * temporaryName('X.csv') // .X.csv.cmsc-1f3870be-9f86d081884c7d65.tmp
 */
export function temporaryName(base: string): string {
  return `${prefixOf(base)}${randomBytes(8).toString('hex')}.tmp`;
}

/**
 * Removes what killed runs of this user have left of the output `base` in `folder`. An earlier output that such a run had
 * moved out of the way gets its name back, if nothing else has it. Never throws.
 */
export async function removeStale(folder: string, base: string): Promise<void> {
  const prefix = prefixOf(base);
  for (const name of namesIn(folder)) {
    if (!name.startsWith(prefix) || name.slice(prefix.length).replace(TEMPORARY_END, '') !== '') continue;
    const path = join(folder, name);
    if (!isOwn(path)) continue;
    if (!(await isDead(path))) {
      removeEmpty(path);
      continue;
    }
    putBack(path, folder);
    if (!canBeSwapped(folder)) removeFolder(path);
  }
}

/**
 * Removes a folder that nothing is in: a run was killed after it had made it and before it could show life. One that
 * lives and has come no further makes it again.
 */
function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Something is in it: whose it is can't be told, or it is used.
  }
}

/** Has {@link removeLeftovers} remove the folder `path` with all that is in it, until it is forgotten. */
function rememberLeftover(path: string): void {
  if (leftovers.size === 0) process.once('exit', removeLeftovers);
  leftovers.add(path);
}

/** Says that `path` has been removed. */
function forgetLeftover(path: string): void {
  leftovers.delete(path);
  if (leftovers.size === 0) process.off('exit', removeLeftovers);
}

/**
 * Removes the temporary files of every output that is not complete, at once and without waiting for anything:
 * for the handlers of SIGINT and SIGTERM. It runs by itself when the process exits.
 */
export function removeLeftovers(): void {
  // They stay remembered: what another thread puts there right now is found when the process exits.
  for (const path of leftovers) removeFolder(path);
}

/**
 * Removes a temporary folder with all that is in it, never what a link leads to that somebody has put in its place:
 * where the system can, it is gone through by what was opened, not by its name. Never throws.
 */
export function removeFolder(path: string): void {
  let open: number | undefined;
  let name = path;
  try {
    open = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    if (fstatSync(open).uid !== process.geteuid?.()) return;
    name = underAnotherName(path);
    const opened = `/proc/self/fd/${open}`;
    const inside = existsSync(opened) ? opened : name;
    for (const entry of readdirSync(inside))
      rmSync(join(inside, entry), { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
    rmdirSync(name);
  } catch {
    // What can't be removed is in nobody's way, and must not keep a process that is going down from the others.
    if (name !== path) rename(name, path);
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

/**
 * Gives a temporary folder another name of its kind: threads of a database that has not ended yet would put files there again while it is
 * emptied, and find it no more.
 */
function underAnotherName(path: string): string {
  const other = path.replace(TEMPORARY_END, `${randomBytes(8).toString('hex')}.tmp`);
  return rename(path, other) ? other : path;
}

function rename(path: string, other: string): boolean {
  try {
    renameSync(path, other);
    return true;
  } catch {
    return false;
  }
}

function prefixOf(base: string): string {
  // A file name has room for 255 bytes, and the target may use them all. Nor shall it hold what programs stumble over.
  const short = base.slice(0, LONGEST_BASE).replaceAll(/[^\w.-]/g, '_');
  return `.${short}.cmsc-${MACHINE}-`;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  } catch {
    return hostname();
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // What can't be listed is in nobody's way.
  }
}

function isOwn(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.geteuid?.();
}

/** Whether somebody else could put a link in place of what is removed, on a system where that would be followed. */
function canBeSwapped(folder: string): boolean {
  if (process.platform === 'linux') return false;
  const { mode } = statSync(folder);
  return (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
}

function putBack(path: string, folder: string): void {
  for (const name of namesIn(join(path, REPLACED))) {
    if (lstatSync(join(folder, name), { throwIfNoEntry: false })) continue;
    try {
      renameSync(join(path, REPLACED, name), join(folder, name));
    } catch {
      // Another run was faster.
    }
  }
}
