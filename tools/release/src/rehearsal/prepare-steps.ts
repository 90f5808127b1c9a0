import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD } from '../release.js';
import { cloneWorkspace } from './clone.js';
import type { Step } from './step.js';

const START: Step = {
  title: 'starts a registry',
  next: 'check that a port of 127.0.0.1 can be listened to, and that verdaccio is installed (npm ci)',
  async run({ registry }) {
    await registry.start();
    return registry.url;
  },
};

/** A registry, a clone of what is committed, and all packages built from nothing in it. */
export const CLONE_STEPS: readonly Step[] = [
  START,
  {
    title: 'clones what is committed',
    next: 'check that this is a git checkout with its dependencies installed (npm ci)',
    async run(stage) {
      const changes = await stage.run('git', ['status', '--porcelain']);
      stage.workspace = join(stage.folder, 'clone');
      await cloneWorkspace(stage.root, stage.workspace, stage.signal);
      writeFileSync(join(stage.workspace, '.npmrc'), stage.registry.npmrc);
      writeFileSync(join(stage.workspace, '.git/info/exclude'), '.npmrc\nnode_modules\n');
      const count = changes.split('\n').length - 1;
      return count === 0
        ? 'nothing is uncommitted'
        : `NOT the ${count} uncommitted changes: commit them first`;
    },
  },
  {
    title: 'builds all packages from nothing',
    next: 'make `npm run build` pass on a fresh clone; what it needs has to be committed',
    async run(stage) {
      await stage.run('npm', BUILD);
      const isMissing = (folder: string) => !existsSync(join(stage.workspace, folder, 'dist/index.js'));
      assert.deepEqual(
        stage.packages.map(({ folder }) => folder).filter(isMissing),
        [],
        'some were not built',
      );
      return `${stage.packages.length} packages`;
    },
  },
];

/** A registry with all packages as they lie here, built and with the versions that they have. */
export const PACK_STEPS: readonly Step[] = [
  START,
  {
    title: 'publishes what is built here',
    next: 'make `npm run build` pass; `npm pack --dry-run` in the folder of a package lists what goes in',
    async run(stage) {
      for (const { folder } of stage.packages) forgetGoneModules(join(stage.workspace, folder));
      const npmrc = join(stage.folder, '.npmrc');
      writeFileSync(npmrc, stage.registry.npmrc);
      const folders = stage.packages.map(({ folder }) => `--workspace=${folder}`);
      await stage.run('npm', ['publish', `--userconfig=${npmrc}`, '--loglevel=error', ...folders]);
      return `${folders.length} packages`;
    },
  },
];

/** Takes away what the compiler has once made of modules that are gone: it does not, and they would be published. */
function forgetGoneModules(folder: string): void {
  for (const path of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    const module = /^(?!bundle\/)(.+?)\.(?:js|d\.ts)(?:\.map)?$/.exec(path)?.[1];
    if (module === undefined) continue;
    if (!['ts', 'tsx'].some((ending) => existsSync(join(folder, 'src', `${module}.${ending}`))))
      rmSync(join(folder, 'dist', path));
  }
}
