import { copyFile, link, lstat, rename, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { systemCode, writeFailed } from './errors.js';
import { refuseSameFiles } from './same-file.js';
import { ScratchFolder } from './scratch-folder.js';
import { findTarget, type ReplaceOptions, type Target } from './target.js';
import { hasNoLinks, publish } from './whole-file.js';

/** Where a file is until it has its name, and what becomes of what had it before. */
interface Staged {
  target: Target;
  temporary: string;
  /** A second name for the file that was replaced, or its copy. */
  replaced: string;
  /** Tells the file from one that somebody else gives the name to. */
  inode?: bigint;
}

/**
 * Files that something else writes, and that are all there at the end, or none of them. They may lie in several folders.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * const files = await WholeFiles.open(['train.txt', 'test.txt']);
 * try {
 *   await writeFile(files.pathOf('train.txt'), 'A B\n');
 *   await writeFile(files.pathOf('test.txt'), 'B A\n');
 *   await files.publish();
 * } finally {
 *   await files.close();
 * }
 */
export class WholeFiles {
  readonly #force: boolean;
  readonly #scratch = new Map<string, ScratchFolder>();
  readonly #staged = new Map<string, Staged>();

  private constructor(targets: readonly Target[], force: boolean) {
    this.#force = force;
    for (const target of targets) this.#staged.set(target.given, this.#stage(target));
  }

  /**
   * Looks at where the files shall go.
   *
   * @throws CmscError BAD_OPTION for two names of one file; as `findTarget` does, for the first that can't be.
   */
  static async open(paths: readonly string[], options: ReplaceOptions = {}): Promise<WholeFiles> {
    await refuseSameFiles(Object.fromEntries(paths.map((path) => [path, path])), []);
    const targets: Target[] = [];
    for (const path of paths) targets.push(await findTarget(path, options));
    return new WholeFiles(targets, options.force ?? false);
  }

  /**
   * Where to write the file that will be `path`.
   *
   * @throws RangeError for a path that was not given to `open`.
   */
  pathOf(path: string): string {
    const staged = this.#staged.get(path);
    if (!staged) throw new RangeError(`${path} is none of these files`);
    return staged.temporary;
  }

  /**
   * Gives those that were written their names, in the order in which they were given.
   *
   * @throws CmscError OUTPUT_EXISTS when another run was faster, WRITE_FAILED naming the cause. None has its name then.
   */
  async publish(): Promise<void> {
    const published: Staged[] = [];
    for (const staged of this.#staged.values()) {
      if (staged.target.special) continue;
      try {
        const there = await lstat(staged.temporary, { bigint: true }).catch(() => undefined);
        if (!there) continue;
        staged.inode = there.ino;
        published.push(staged);
        if (this.#force && this.#staged.size > 1) await keep(staged);
        await publish(staged.temporary, staged.target, this.#force);
      } catch (error) {
        for (const each of published.reverse()) await takeBack(each);
        throw writeFailed(staged.target.given, error);
      }
    }
  }

  /** Removes what has not become an output. Never throws. */
  async close(): Promise<void> {
    for (const scratch of this.#scratch.values()) await scratch.remove();
  }

  #stage(target: Target): Staged {
    if (target.special) return { target, temporary: target.path, replaced: '' };
    const [folder, name] = [dirname(target.path), basename(target.path)];
    const scratch = this.#scratch.get(folder) ?? new ScratchFolder(folder, name);
    this.#scratch.set(folder, scratch);
    const number = this.#staged.size;
    return { target, temporary: scratch.file(`${number}`), replaced: scratch.file(`${number}.replaced`) };
  }
}

/** Keeps what has the name, if something has, until all have theirs: by a copy where the disk knows no second names. */
async function keep({ target, replaced }: Staged): Promise<void> {
  try {
    await link(target.path, replaced);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    if (!hasNoLinks(error)) throw error;
    await copyFile(target.path, replaced);
  }
}

/** Takes a name away again; what had it before gets it back. Never throws. */
async function takeBack({ target, replaced, inode }: Staged): Promise<void> {
  const there = await lstat(target.path, { bigint: true }).catch(() => undefined);
  if (there?.ino !== inode) return;
  await rename(replaced, target.path).catch(() => unlink(target.path).catch(() => undefined));
}

/**
 * A whole file that something else writes: `write` is told where to.
 *
 * @returns what `write` does.
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written; what `write` throws.
 */
export async function writeWhole<T>(
  path: string,
  options: ReplaceOptions,
  write: (temporary: string) => Promise<T>,
): Promise<T> {
  const files = await WholeFiles.open([path], options);
  try {
    const result = await write(files.pathOf(path));
    await files.publish();
    return result;
  } catch (error) {
    throw systemCode(error) === undefined ? error : writeFailed(path, error);
  } finally {
    await files.close();
  }
}
