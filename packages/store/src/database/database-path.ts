import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { followLinks, ScratchFolder } from '@cmsc/files';

/**
 * The write-ahead log of the database `path`: it holds what has been changed since the last checkpoint.
 * DuckDB takes what follows a `?` for parameters.
 */
export function walPath(path: string): string {
  return beside(path, '.wal');
}

/** The names beside the database `path` that DuckDB takes for itself: its log, and the folder that it spills to. Links are followed. */
export async function companionsOf(path: string): Promise<string[]> {
  const followed = await followLinks(resolve(path)).catch(() => ({ path }));
  return [path, followed.path].flatMap((name) => [walPath(name), beside(name, '.tmp')]);
}

function beside(path: string, ending: string): string {
  return path.replace(/\?|$/, `${ending}$&`);
}

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
