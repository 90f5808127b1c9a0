import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';
import type { Registry } from './registry.js';

/** Where a rehearsal plays: a temporary folder with the clone, the registry's files and the consumers. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'cmsc-rehearsal-'));
  readonly clone = join(this.folder, 'clone');
  readonly registryFolder = join(this.folder, 'registry');
  registry: Registry | null = null;
  private readonly remove = () => rmSync(this.folder, { recursive: true, force: true });

  /** @param root top of the workspace */
  constructor(
    readonly root: string,
    readonly signal?: AbortSignal,
  ) {
    process.on('exit', this.remove);
  }

  /** Runs a command in a folder, by default the clone. */
  run(command: string, args: readonly string[], cwd = this.clone): Promise<string> {
    return runCommand(command, args, { cwd, signal: this.signal });
  }

  /**
   * Installs packages in the folder of a consumer, a clean one at first: npm takes @cmsc/* from the registry, and all else
   * from where the user has it from.
   */
  async install(name: string, packages: readonly string[]): Promise<string> {
    const folder = join(this.folder, name);
    if (!existsSync(folder)) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
      writeFileSync(join(folder, '.npmrc'), this.npmrc());
    }
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await this.run('npm', ['install', ...quiet, ...packages], folder);
    return folder;
  }

  /** The .npmrc by which npm finds the registry. */
  npmrc(): string {
    if (this.registry === null) throw new Error('the registry has not been started');
    return this.registry.npmrc;
  }

  /** Stops the registry and removes the folder. */
  async close(): Promise<void> {
    await this.registry?.stop();
    this.remove();
    process.off('exit', this.remove);
  }
}
