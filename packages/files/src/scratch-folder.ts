import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode, writeFailed } from './errors.js';
import { forgetLeftover, rememberLeftover, removeFolder, temporaryName } from './leftovers.js';
import { showLife, type SignOfLife } from './sign-of-life.js';

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
    forgetLeftover(this.#path);
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
