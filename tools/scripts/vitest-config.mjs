// What the tests of all projects have in common: three kinds, told apart by their file's name. A project's own
// vitest.config.mjs hands this on, so that `npx vitest run FILE` works in its folder too.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const SETUP = join(import.meta.dirname, 'property-runs.mjs');

/** Files of tests in a project's sources, or at its top. */
const named = (ending) => ['src/**/', ''].map((folder) => `${folder}*${ending}.test.{ts,tsx,js,mjs}`);

/** In process: many in one thread, one file after the other. */
const inProcess = {
  name: 'test',
  include: named(''),
  exclude: [...named('.int'), ...named('.e2e')],
  pool: 'threads',
  isolate: false,
};

/**
 * A process for each file, which may change its folder and its environment. Runs of a few rows take buffers for many: with
 * the heap that Node begins with, every other run would collect all garbage.
 */
const PROCESSES = { pool: 'forks', execArgv: ['--initial-heap-size=256'] };

/** Files, processes, databases. */
const integration = { name: 'int-test', include: named('.int'), ...PROCESSES };

/** Terminals, clusters, releases, killed runs: they wait for others. */
const endToEnd = { name: 'e2e', include: named('.e2e'), ...PROCESSES };

/**
 * The configuration of a project.
 *
 * @param own what its tests of a kind need besides: `{ 'int-test': { globalSetup: … } }`
 */
export function projectConfig(own = {}) {
  return defineConfig({
    test: {
      environment: 'node',
      passWithNoTests: true,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // Nx runs projects side by side.
      maxWorkers: 1,
      setupFiles: [SETUP],
      env: { FORCE_COLOR: '0', NO_COLOR: '1' },
      // Under --coverage alone: `npm run coverage`.
      coverage: {
        reporter: ['json-summary'],
        include: ['src/**/*.{ts,tsx}'],
        exclude: ['src/**/testing/**', 'src/**/*.test.{ts,tsx}'],
      },
      projects: [inProcess, integration, endToEnd].map((kind) => ({
        extends: true,
        test: { ...kind, ...own[kind.name] },
      })),
    },
  });
}

export default projectConfig();
