import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetLeftover, rememberLeftover, removeStale, temporaryName } from './leftovers.js';
import { writeFailed } from './write-error.js';

/** A folder for temporary files that nobody else can look into. It is made when it is first asked for. */
export class ScratchFolder {
  readonly #path: string;
  readonly #parent: string;
  readonly #base: string;
  #made = false;

  /** `parent` is the folder to put it in; `base` the name of the output that it is for. */
  constructor(parent: string, base: string) {
    this.#path = join(parent, temporaryName(base));
    this.#parent = parent;
    this.#base = base;
  }

  /**
   * The path of `name` inside the folder.
   *
   * @throws CmscError WRITE_FAILED when the folder can't be made.
   */
  file(name: string): string {
    if (!this.#made) {
      removeStale(this.#parent, this.#base);
      try {
        // Made at once, so that no signal can come between: see removeLeftovers.
        mkdirSync(this.#path, { mode: 0o700 });
      } catch (error) {
        throw writeFailed(this.#path, error);
      }
      rememberLeftover(this.#path);
      this.#made = true;
    }
    return join(this.#path, name);
  }

  /** Removes the folder with all that is in it. Never throws. */
  async remove(): Promise<void> {
    if (!this.#made) return;
    await rm(this.#path, { recursive: true, force: true }).catch(() => undefined);
    forgetLeftover(this.#path);
  }
}
