import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CmscError } from '@cmsc/core';
import { systemCode, writeFailed } from './errors.js';
import { REPLACED, removeStale, ScratchFolder } from './scratch-folder.js';
import { checkFolder, followLinks, outputExists, statIfThere } from './target.js';
import { settleFolder } from './whole-file.js';

/** What may be done to a folder that is there already. */
export interface ReplaceFolderOptions {
  /** Replace it. */
  force?: boolean;
  /** Says what in a folder is none of ours to replace, in words that go on from its name; undefined when all is. */
  foreignIn: (folder: string) => Promise<string | undefined>;
}

/**
 * A folder that is complete or absent: it is filled under a temporary name beside its target, and takes the target's
 * name when it is finished. Links are followed. A folder that is there already is only replaced when it may be, and holds
 * nothing but what may be replaced.
 */
export class WholeFolder {
  readonly #given: string;
  readonly #target: string;
  readonly #options: ReplaceFolderOptions;
  readonly #scratch: ScratchFolder;

  private constructor(given: string, target: string, options: ReplaceFolderOptions) {
    this.#given = given;
    this.#target = target;
    this.#options = options;
    this.#scratch = new ScratchFolder(dirname(target), basename(target));
  }

  /**
   * Looks at where a folder shall go, removes what killed runs have left there, and makes the temporary one.
   *
   * @throws CmscError OUTPUT_EXISTS when it is there and may not be replaced, NOT_FOUND without a folder to put it in,
   * WRITE_FAILED when it can't be made.
   */
  static async open(given: string, options: ReplaceFolderOptions): Promise<WholeFolder> {
    try {
      const { path } = await followLinks(resolve(given));
      await checkFolder(given, dirname(path));
      await removeStale(dirname(path), basename(path));
      const folder = new WholeFolder(given, path, options);
      await folder.#checkReplaceable();
      mkdirSync(folder.path);
      return folder;
    } catch (error) {
      throw writeFailed(given, error);
    }
  }

  /** Where to write until it is published. */
  get path(): string {
    return this.#scratch.file('output');
  }

  /**
   * Gives the folder its name. What was there before stays until it has it.
   *
   * @throws CmscError OUTPUT_EXISTS when another run was faster, WRITE_FAILED naming the cause.
   */
  async publish(): Promise<void> {
    try {
      if (await this.#checkReplaceable()) this.#replace();
      else this.#claim();
      await settleFolder(dirname(this.#target));
    } catch (error) {
      throw writeFailed(this.#given, error);
    } finally {
      await this.#scratch.remove();
    }
  }

  /** Leaves nothing behind. Never throws. */
  async abort(): Promise<void> {
    await this.#scratch.remove();
  }

  /** Whether there is something to replace. */
  async #checkReplaceable(): Promise<boolean> {
    const there = await statIfThere(this.#target);
    if (!there) return false;
    if (!there.isDirectory()) throw this.#refusal('exists already and is no folder', 'name another folder');
    if (!this.#options.force) throw outputExists(this.#given);
    const foreign = await this.#options.foreignIn(this.#target);
    if (foreign !== undefined)
      throw this.#refusal(`${foreign}, so --force does not replace it`, 'name another folder');
    return true;
  }

  /**
   * Takes the name by making a folder, which fails where there is one, and the folder's place by renaming.
   *
   * @throws CmscError OUTPUT_EXISTS when another run was faster; what the file system does.
   */
  #claim(): void {
    try {
      mkdirSync(this.#target);
    } catch (error) {
      throw systemCode(error) === 'EEXIST' ? outputExists(this.#given) : error;
    }
    try {
      renameSync(this.path, this.#target);
    } catch (error) {
      if (isTaken(error)) throw outputExists(this.#given);
      rmdirSync(this.#target);
      throw error;
    }
  }

  /**
   * Renames the old one out of the way, and the new one into its place. No signal can come between the two; after a power
   * cut the next run puts back what it finds: see removeStale.
   *
   * @throws what the file system does. The old one has its name then.
   */
  #replace(): void {
    const aside = this.#scratch.file(REPLACED);
    mkdirSync(aside);
    const old = join(aside, basename(this.#target));
    try {
      renameSync(this.#target, old);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      this.#claim(); // another run has just taken it away, to put its own there
      return;
    }
    try {
      renameSync(this.path, this.#target);
    } catch (error) {
      if (isTaken(error)) throw outputExists(this.#given);
      renameSync(old, this.#target);
      throw error;
    }
  }

  #refusal(what: string, hint: string): CmscError {
    return new CmscError('io', 'OUTPUT_EXISTS', what, { file: this.#given, hint });
  }
}

/** Whether another run has put its folder there in the meantime. */
function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '');
}
