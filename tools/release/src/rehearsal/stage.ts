import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedPackages, type PublishedPackage } from '../packages.js';
import { runCommand } from '../run-command.js';
import { Registry } from './registry.js';

/** Where a rehearsal plays: a temporary folder with the clone, the registry's files and the consumers. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'cmsc-rehearsal-'));
  readonly registry = new Registry(join(this.folder, 'registry'));
  /** The workspace whose packages are looked at: the one that the rehearsal is of, until there is a clone. */
  workspace: string;
  readonly #remove = () => rmSync(this.folder, { recursive: true, force: true });

  /** @param root top of the workspace */
  constructor(
    readonly root: string,
    readonly signal?: AbortSignal,
  ) {
    this.workspace = root;
    process.on('exit', this.#remove);
  }

  /** The packages as the workspace has them now. */
  get packages(): PublishedPackage[] {
    return publishedPackages(this.workspace);
  }

  /** Path of the tarball that the registry has got of a package. */
  tarballOf({ name, version }: PublishedPackage): string {
    return this.registry.tarballPath(name, version);
  }

  /** Runs a command in a folder, by default the workspace. */
  run(command: string, args: readonly string[], cwd = this.workspace): Promise<string> {
    return runCommand(command, args, { cwd, signal: this.signal });
  }

  /** Runs a program that the workspace has installed. */
  runInstalled(program: string, args: readonly string[], cwd?: string): Promise<string> {
    return this.run(join(this.root, 'node_modules/.bin', program), args, cwd);
  }

  /**
   * Installs packages in the folder of a consumer, a clean one at first: npm takes @cmsc/* from the registry, and all else
   * from where the user has it from.
   *
   * @returns the folder
   */
  async install(name: string, packages: readonly string[]): Promise<string> {
    const folder = join(this.folder, name);
    if (!existsSync(folder)) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
      writeFileSync(join(folder, '.npmrc'), this.registry.npmrc);
    }
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await this.run('npm', ['install', ...quiet, ...packages], folder);
    return folder;
  }

  /** Stops the registry and removes the folder. */
  async close(): Promise<void> {
    await this.registry.stop();
    this.#remove();
    process.off('exit', this.#remove);
  }
}
