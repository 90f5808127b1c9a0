import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { ScratchFolder } from '@cmsc/files';

/**
 * Where DuckDB writes a database: under the path that it is to have, or elsewhere when that holds a `?`. DuckDB takes what
 * follows one for parameters, and puts its log in front of it, into a folder that is not there.
 */
export class PlainPath {
  readonly path: string;
  readonly #wanted: string;
  readonly #detour: ScratchFolder | undefined;

  constructor(wanted: string) {
    this.#wanted = wanted;
    this.#detour = wanted.includes('?') ? new ScratchFolder(tmpdir(), 'database') : undefined;
    this.path = this.#detour?.file('output') ?? wanted;
  }

  /** Brings the complete database where it was wanted, once DuckDB has let go of it. */
  async settle(): Promise<void> {
    if (this.#detour) await copyFile(this.path, this.#wanted);
    await this.remove();
  }

  /** Leaves nothing elsewhere. Never throws. */
  async remove(): Promise<void> {
    await this.#detour?.remove();
  }
}
