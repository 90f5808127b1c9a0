import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../packages.js';
import { buildFromScratch } from '../release.js';
import { cloneWorkspace } from './clone.js';
import { startRegistry } from './registry.js';
import { expectNone, type Step } from './step.js';

/** A clone, a registry, and all packages built from nothing. */
export const PREPARE_STEPS: readonly Step[] = [
  {
    title: 'clones what is committed',
    next: 'check that this is a git checkout with its dependencies installed (npm ci)',
    async run(stage) {
      const changes = await stage.run('git', ['status', '--porcelain'], stage.root);
      await cloneWorkspace(stage.root, stage.clone, stage.signal);
      const count = changes.split('\n').length - 1;
      return count === 0
        ? 'nothing is uncommitted'
        : `NOT the ${count} uncommitted changes: commit them first`;
    },
  },
  {
    title: 'starts a registry',
    next: 'check that a port of 127.0.0.1 can be listened to, and that verdaccio is installed (npm ci)',
    async run(stage) {
      stage.registry = await startRegistry(stage.registryFolder);
      writeFileSync(join(stage.clone, '.npmrc'), stage.npmrc());
      writeFileSync(join(stage.clone, '.git/info/exclude'), '.npmrc\nnode_modules\n');
      return stage.registry.url;
    },
  },
  {
    title: 'builds all packages from nothing',
    next: 'make `npm run build` pass on a fresh clone; what it needs has to be committed',
    async run(stage) {
      await buildFromScratch({ root: stage.clone, signal: stage.signal });
      const packages = publishedPackages(stage.clone);
      const missing = packages.filter(
        ({ folder }) => !existsSync(join(stage.clone, folder, 'dist/index.js')),
      );
      expectNone(missing.map(({ folder }) => `${folder}/dist/index.js is not there`));
      return `${packages.length} packages`;
    },
  },
];
